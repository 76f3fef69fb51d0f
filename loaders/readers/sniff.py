"""What a file is, told by its first bytes and never by its name; and whether the name lied."""

from __future__ import annotations

from pathlib import PurePosixPath

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "image"), (b"\x89PNG", "image"), (b"GIF8", "image"), (b"BM", "bmp?"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"RIFF", "media"), (b"ID3", "media"), (b"#!AMR", "media"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "rar"), (b"\x1f\x8b", "rar"), (b"BZh", "rar"),
    (b"\xfd7zXZ", "rar"), (b"MZ", "mz?"), (b"\x7fELF", "program"),
)  # fmt: skip

_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_FAMILY: dict[str, frozenset[str]] = {
    "xlsx": frozenset({"xlsx"}), "xlsm": frozenset({"xlsx"}), "xltx": frozenset({"xlsx"}),
    "xls": frozenset({"xls"}), "xlt": frozenset({"xls"}), "et": frozenset({"xls", "xlsx"}),
    "ett": frozenset({"xls", "xlsx"}), "xlsb": frozenset({"xlsb"}), "ods": frozenset({"ods"}),
    "csv": frozenset({"csv"}), "tsv": frozenset({"csv"}), "tab": frozenset({"csv"}),
    "txt": frozenset({"txt", "csv"}), "text": frozenset({"txt", "csv"}), "md": frozenset({"txt"}),
    "docx": frozenset({"docx"}), "docm": frozenset({"docx"}), "doc": frozenset({"doc"}),
    "wps": frozenset({"doc", "docx"}), "rtf": frozenset({"rtf"}), "odt": frozenset({"odt"}),
    "htm": frozenset({"html"}), "html": frozenset({"html"}), "mht": frozenset({"html"}),
    "xml": frozenset({"xml", "docx"}), "zip": frozenset({"zip"}), "pdf": frozenset({"pdf"}),
    "jpg": frozenset({"image"}), "jpeg": frozenset({"image"}), "png": frozenset({"image"}),
    "bmp": frozenset({"image"}), "gif": frozenset({"image"}), "tif": frozenset({"image"}),
    "tiff": frozenset({"image"}), "ppt": frozenset({"ppt"}), "pptx": frozenset({"ppt"}),
    "rar": frozenset({"rar"}), "7z": frozenset({"rar"}), "gz": frozenset({"rar"}),
}  # fmt: skip


def base_name(name: str) -> str:
    """The last piece of a path written with either slash."""
    return name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def extension(name: str) -> str:
    """Lower case, without the dot; "" when there is none."""
    return PurePosixPath(base_name(name)).suffix.lstrip(".").lower()


def name_lies(name: str, container: str) -> bool:
    """Whether the extension promises another kind than `container`. An unknown one promises nothing."""
    family = _FAMILY.get(extension(name))
    return family is not None and container not in family


def stray_reason(path: str) -> str | None:
    """Why a file of this name is no document at all, or None."""
    name = base_name(path)
    pieces = path.replace("\\", "/").split("/")
    if name.startswith("~$") or (name.startswith(".~") and name != ".~"):
        return "temp"
    if "__MACOSX" in pieces or name.startswith("._") or name.lower() in _SYSTEM_NAMES:
        return "macos"
    return None


def first_guess(content: bytes) -> str:
    """The container by magic bytes: "zip", "ole", an unsupported kind, or "text" for all the rest."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            # Two letters may also begin a text: a bitmap or a program says so with zeros soon after.
            if kind.endswith("?"):
                return {"bmp?": "image", "mz?": "program"}[kind] if b"\0" in content[:64] else "text"
            return kind
    return "media" if content[4:8] == b"ftyp" else "text"
