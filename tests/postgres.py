"""A PostgreSQL server of our own for the tests: the cluster tools of the system's package, in a temporary folder.

PostgreSQL refuses to run as root, so root hands the folder to the package's own user.
"""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BINARIES = Path("/usr/lib/postgresql")


def binaries() -> Path | None:
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Yields the URL of an empty database server on loopback; ends it by its own tool."""
    tools = binaries()
    if tools is None:
        raise RuntimeError("PostgreSQL is not installed: run make setup")
    data = folder / "data"
    data.mkdir()
    as_user = _as_user(folder)
    port = _free_port()
    subprocess.run(
        [
            *as_user,
            tools / "initdb",
            "-D",
            data,
            "-U",
            "situation",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run(
        [*as_user, tools / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start"],
        check=True,
        capture_output=True,
    )
    try:
        yield f"postgresql://situation@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*as_user, tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True)
        time.sleep(0.1)


def _as_user(folder: Path) -> list[str]:
    if getpass.getuser() != "root":
        return []
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, "postgres", "postgres")
    folder.chmod(0o755)
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
