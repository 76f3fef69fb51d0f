"""Old Word files through LibreOffice, when the machine has it: in a throw-away folder, under a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .advice import Unreadable, corrupt, unsupported
from .raw import Limits


def converted_to_docx(content: bytes, kind: str, limits: Limits) -> bytes:
    """The bytes as .docx. Raises Unreadable: unsupported without LibreOffice, else corrupt."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise unsupported(kind)
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        source = Path(folder, f"bulletin.{kind}")
        source.write_bytes(content)
        _run(program, source, Path(folder), limits.convert_seconds)
        result = source.with_suffix(".docx")
        if not result.is_file() or result.stat().st_size == 0:
            raise corrupt("LibreOffice 无法转换")
        return result.read_bytes()


def _run(program: str, source: Path, folder: Path, seconds: float) -> None:
    # A profile of its own: no macros of the user's, and no lock shared with another conversion.
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=folder, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise Unreadable("unsupported", "文件转换超时。请另存为 .docx 再发。", "F_UNSUPPORTED") from error
