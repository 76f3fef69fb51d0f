"""``make bench``: every benchmark, one after the other."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.browser import ROOT

ALL = ("rules", "loading", "land", "wall")


def main() -> None:
    for name in sys.argv[1:] or ALL:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
