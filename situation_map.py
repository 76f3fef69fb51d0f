"""The front door: the command line, the only module that sees every room."""


def main() -> None:
    raise SystemExit("not built yet")
