"""The product as its user meets it: a command line and a Procfile. Nothing of it is imported."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOME_HELD = 10  # exit code: loaded, some rows await a person, as in real life
STOP_SECONDS = 15


class DemoFailed(Exception):
    """A command of the product did not do what the demo needs; the text says which."""


class Product:
    """One installation and the processes that serve it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: object, accept: tuple[int, ...] = (0,)) -> None:
        """One command; what it prints goes to the log, unless it failed."""
        command = [str(_beside_python("situation-map")), *map(str, arguments), "--home", str(self.home)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        with (self.home / "setup.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}\n")
        if done.returncode not in accept:
            raise DemoFailed(f"{done.stdout}{done.stderr}\nexit code {done.returncode} from: {' '.join(command)}")

    def start(self) -> None:
        """Every process of the Procfile, in a group of their own so that Ctrl-C reaches us alone."""
        environment = os.environ | {"SITUATION_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
        log = (self.home / "processes.log").open("ab")
        command = [str(_beside_python("honcho")), "start", "-f", str(ROOT / "Procfile"), "-p", str(self.port)]
        self._running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def wait_until_up(self, seconds: float = 90) -> None:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if not self.is_running():
                break
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        raise DemoFailed(f"the web process did not come up; see {self.home / 'processes.log'}")

    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def stop(self) -> None:
        """Asks the runner to end its processes; whatever is left of its group after a while is killed."""
        if self._running is None:
            return
        if self.is_running():
            self._running.terminate()
        try:
            self._running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
        self._running = None


def free_port(wanted: int) -> int:
    """The wanted port, or any other when somebody sits on it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            taken: int = probe.getsockname()[1]
            return taken
    raise DemoFailed("no free port on this machine")


def clear_home(home: Path, mark: str = ".demo") -> None:
    """An old demo makes room for the new one; a folder that is not a demo's is left alone."""
    if home.exists() and any(home.iterdir()):
        if not (home / mark).exists():
            raise DemoFailed(f"{home} is no demo's folder; choose another --home")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / mark).touch()


def _beside_python(name: str) -> Path:
    return Path(sys.executable).with_name(name)
