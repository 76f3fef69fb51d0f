"""Originals, encrypted at rest (Fernet: AES-128-CBC with HMAC), by content hash, for the configured retention only."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from situation.errors import SituationError, WrongSettings
from situation.settings import Settings

KEY_FILE = "archive.key"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Archive:
    folder: Path
    fernet: Fernet | None  # None: originals are not kept at all
    retention_days: int

    @classmethod
    def of(cls, settings: Settings) -> Archive:
        return cls(
            settings.archive_path,
            Fernet(_key(settings)) if settings.bulletins.archive else None,
            settings.bulletins.retention_days,
        )

    def keep(self, path: Path) -> None:
        """Keeps an encrypted copy under the content's hash; the same content is kept once."""
        if self.fernet is None:
            return
        content = path.read_bytes()
        target = self.folder / f"{hashlib.sha256(content).hexdigest()}.fernet"
        if target.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".tmp")
        unfinished.write_bytes(self.fernet.encrypt(content))
        unfinished.replace(target)

    def open(self, content_hash: str) -> bytes:
        """The original of a bulletin, or a clear word that it is not there any more."""
        path = self.folder / f"{content_hash}.fernet"
        if self.fernet is None or not path.is_file():
            raise SituationError(
                f"the original {content_hash[:12]} is not in the archive (kept {self.retention_days} days)"
            )
        try:
            return self.fernet.decrypt(path.read_bytes())
        except InvalidToken as error:
            raise SituationError(f"{path} was encrypted with another key than the one in the settings") from error

    def expire(self) -> int:
        """Removes what is older than the retention; how many files that were."""
        limit = time.time() - self.retention_days * _DAY
        old = [p for p in self.folder.glob("*.fernet") if p.stat().st_mtime < limit]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def make_key(home: Path) -> Path:
    """A new key beside the settings, readable by its owner only."""
    path = home / KEY_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(Fernet.generate_key())
    return path


def _key(settings: Settings) -> bytes:
    if settings.bulletins.archive_key:
        return settings.bulletins.archive_key.encode()
    path = settings.home / KEY_FILE
    if not path.is_file():
        raise WrongSettings(f"{path} is missing: set bulletins.archive_key, or bulletins.archive = false")
    return path.read_bytes()
