"""Rows per second from file to store, validation included, beside ``pandas.read_excel`` + ``to_sql`` on the same file.

Each side runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.browser import ROOT
from benchmarks.fields import write_fields

COMMAND = (sys.executable, "-m", "situation_map")
VILLAGES = 500
HEADER = (
    "乡镇",
    "村名",
    "日期",
    "当前环节",
    "登记选民数",
    "参加投票人数",
    "参选率",
    "应选职数",
    "当选人数",
    "其中女性",
)


def write_export(path: Path, rows: int) -> None:
    """One long sheet: every village, day after day."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("历史")
    sheet.append(["测量县换届历史台账"])
    sheet.append(list(HEADER))
    first = date(2025, 6, 1)
    for n in range(rows):
        village, day = n % VILLAGES, first + timedelta(days=n // VILLAGES)
        voted = 900 + n % 90
        sheet.append(
            [f"第{village // 25 + 1}镇", f"第{village + 1}村", day.isoformat(), "选民登记", 1000, voted,
             f"{voted / 10:.1f}%", 5, 5, 2]
        )  # fmt: skip
    book.save(path)


def ours(path: Path, home: Path) -> None:
    for arguments in (
        ["init", "--starts-on", "2025-06-01", "--rehearsal-from", "2026-01-20T09:00", "--speed", "0.001"],
        ["regions", "import", str(path.with_name("regions.csv"))],
    ):
        subprocess.run([*COMMAND, *arguments, "--home", str(home)], cwd=ROOT, check=True, capture_output=True)
    _timed([*COMMAND, "load", str(path), "--home", str(home)])


def usual(path: Path, store: Path) -> None:
    code = (
        "import sys, pandas, sqlalchemy\n"
        "frame = pandas.read_excel(sys.argv[1], header=1)\n"
        "frame.to_sql('rows', sqlalchemy.create_engine('sqlite:///' + sys.argv[2]), index=False)"
    )
    _timed([sys.executable, "-c", code, str(path), str(store)])


def _timed(command: list[str]) -> None:
    """Prints seconds and the peak memory of the child."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 10):
        raise SystemExit(done.stderr[-2000:])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"seconds": time.monotonic() - started, "peak_mb": peak, "said": done.stdout.strip()[-200:]}))


def _side(name: str, path: Path, target: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.loading", "--side", name, "--path", str(path), "--target", str(target)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(rows: int) -> str:
    with tempfile.TemporaryDirectory(prefix="bench-loading-") as folder:
        room = Path(folder)
        write_fields(room, VILLAGES)
        path = room / "export.xlsx"
        write_export(path, rows)
        mine, theirs = _side("ours", path, room / "home"), _side("usual", path, room / "usual.sqlite")
    return (
        f"{rows} rows | ours {rows / mine['seconds']:.0f} rows/s, peak {mine['peak_mb']:.0f} MB ({mine['said']}) | "
        f"pandas.read_excel + to_sql {rows / theirs['seconds']:.0f} rows/s, peak {theirs['peak_mb']:.0f} MB | "
        f"{theirs['seconds'] / mine['seconds']:.2f}× as fast"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--side", choices=["ours", "usual"])
    parser.add_argument("--path", type=Path)
    parser.add_argument("--target", type=Path)
    chosen = parser.parse_args()
    if chosen.side:
        {"ours": ours, "usual": usual}[chosen.side](chosen.path, chosen.target)
        return
    for rows in chosen.rows:
        print(measure(rows), flush=True)


if __name__ == "__main__":
    main()
