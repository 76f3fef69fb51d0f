"""Where facts are kept: SQLite (WAL) inside the home, or PostgreSQL by URL. Plain keeping, no rule of the subject.

``engine`` opens it, ``tables`` names what is kept, ``reading`` and ``writing`` turn rows into values and back.
"""
