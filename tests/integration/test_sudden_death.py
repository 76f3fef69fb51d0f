"""The loader's process is killed at any moment: no bulletin is lost, doubled or half applied."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "situation_map")
KILLS = 20


def run(home: Path, *arguments: str) -> str:
    done = subprocess.run([*COMMAND, *arguments, "--home", str(home)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 10, 11), done.stderr[-2000:]
    return done.stdout


def a_home(folder: Path) -> Path:
    run(folder, "init", "--starts-on", "2025-12-08", "--ends-on", "2026-02-06", "--poll-seconds", "0.2",
        "--rehearsal-from", "2026-01-20T09:00", "--speed", "0.001")  # fmt: skip
    run(folder, "regions", "import", str(ROOT / "demo" / "county" / "regions.csv"))
    return folder


@pytest.fixture(scope="module")
def bulletins(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("bulletins")
    arguments = ["--out", str(out), "--from", "38", "--to", "40", "--seed", "5"]
    subprocess.run([sys.executable, "-m", "demo.bulletins", *arguments], cwd=ROOT, check=True, capture_output=True)
    found = sorted(p for p in out.rglob("*") if p.is_file())
    assert len(found) > 40
    return found


def standing(home: Path) -> list[str]:
    return run(home, "export", "standing", "--json").splitlines()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_loader_killed_twenty_times_ends_where_a_calm_one_does(bulletins: list[Path], tmp_path: Path) -> None:
    calm, stormy = a_home(tmp_path / "calm"), a_home(tmp_path / "stormy")
    inboxes = [home / "inbox" for home in (calm, stormy)]
    for number, path in enumerate(bulletins):
        for inbox in inboxes:
            shutil.copy2(path, inbox / f"{number:03} {path.name}")
        time.sleep(0.02)  # two files of one tick of the file system's clock would arrive at once
    run(calm, "load", str(calm / "inbox"))
    killed = kill_repeatedly(stormy)
    assert killed == KILLS
    watch_until_empty(stormy)
    assert counts(stormy) == counts(calm)
    assert standing(stormy) == standing(calm)


def kill_repeatedly(home: Path) -> int:
    """Bulletins arrive again between the deaths, so that there is always one to die in."""
    dice, killed = random.Random(11), 0
    for _ in range(KILLS):
        loader = subprocess.Popen([*COMMAND, "watch", "--home", str(home)], cwd=ROOT, stdout=subprocess.PIPE)
        assert loader.stdout is not None
        loader.stdout.readline()  # it says that it watches
        time.sleep(dice.uniform(0.0, 0.6))
        loader.send_signal(signal.SIGKILL)
        killed += loader.wait() == -signal.SIGKILL
        loader.stdout.close()
    return killed


def watch_until_empty(home: Path) -> None:
    loader = subprocess.Popen([*COMMAND, "watch", "--home", str(home)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if not any((home / "inbox").iterdir()):
                return
            time.sleep(0.2)
        raise AssertionError(f"left in the inbox: {list((home / 'inbox').iterdir())}")
    finally:
        loader.terminate()
        loader.wait()


def counts(home: Path) -> dict[str, int]:
    """Bulletins in force and rows by fate; read from the store itself."""
    from sqlalchemy import func, select

    from situation.settings import load_settings
    from situation.store.engine import open_store
    from situation.store.tables import bulletins, rejections, reports

    store = open_store(load_settings(home).store_url)
    with store.reading() as connection:
        found = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (bulletins, reports, rejections)
        }
    store.close()
    assert json.dumps(found)
    return found
