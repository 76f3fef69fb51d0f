"""x"""
def make_province(villages):  # pragma
    raise SystemExit
