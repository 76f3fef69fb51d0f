"""Writes a shape set: small files under a content hash, each also compressed, and a manifest that names them.

Everything is written into a temporary folder and moved into place at the end: a set is there whole or not at all,
and the one before stays where it was.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import brotli

from situation.model.regions import RegionCode

FORMAT = "topojson-1"


@dataclass(slots=True)
class Press:
    """Collects the files of one set."""

    home: Path
    room: Path = field(init=False)
    sizes: dict[str, int] = field(init=False, default_factory=dict)  # bytes on the wire: brotli
    _sums: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        shelf = self.home / "shapes"
        shelf.mkdir(parents=True, exist_ok=True)
        self.room = Path(mkdtemp(prefix=".new-", dir=shelf))

    def write(self, name: str, content: bytes) -> str:
        packed = brotli.compress(content, quality=11, mode=brotli.MODE_TEXT)
        (self.room / name).write_bytes(content)
        (self.room / f"{name}.br").write_bytes(packed)
        (self.room / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        self.sizes[name] = len(packed)
        self._sums[name] = hashlib.sha256(content).hexdigest()
        return name

    def discard(self) -> None:
        shutil.rmtree(self.room, ignore_errors=True)

    def publish(self, regions: Mapping[RegionCode, object]) -> dict[str, object]:
        """Moves the set to ``shapes/<hash>/``; the same content again is the same set."""
        lasting = {"format": FORMAT, "regions": regions}
        seed = json.dumps([sorted(self._sums.items()), lasting], sort_keys=True, ensure_ascii=False)
        set_hash = hashlib.sha256(seed.encode()).hexdigest()[:20]
        manifest: dict[str, object] = {"hash": set_hash, **lasting}
        text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
        (self.room / "manifest.json").write_bytes(text)
        self.room.chmod(0o755)
        target = self.home / "shapes" / set_hash
        if target.exists():
            self.discard()
        else:
            self.room.rename(target)
        return manifest
