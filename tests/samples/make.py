"""Builds the sample corpus: one file per defect, always the same content, nothing taken from the reader.

``python tests/samples/make.py FOLDER`` writes them for a person to look at; the tests build them in memory. Each
sample's expected objects stand in ``expected/<name>.json``, written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

SAMPLES: dict[str, Callable[[], bytes]] = {}


def sample(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Registers the builder of one sample file under its file name."""

    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        if name in SAMPLES:
            raise ValueError(f"two samples are called {name}")
        SAMPLES[name] = build
        return build

    return register


def everything() -> dict[str, Callable[[], bytes]]:
    import importlib

    for part in ("containers", "files", "layouts", "ledgers", "names", "texts", "values"):
        importlib.import_module(f"tests.samples.made_{part}")

    return SAMPLES


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in everything().items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.samples.make import write as write_all  # this file under its own name: the builders register there

    write_all(Path(sys.argv[1]))
