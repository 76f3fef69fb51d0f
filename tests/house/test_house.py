"""The house itself: floors, sizes, names, and documents in step with the program."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from situation.settings import Settings

ROOT = Path(__file__).parents[2]
PACKAGES = ("situation", "geodata", "loaders", "dashboard")
MOST_LINES, MOST_FUNCTION_LINES = 400, 50
BANNED_FILES = {"utils", "helpers", "common", "base", "core", "misc"}
FOREIGN_NAMES = {"process_bind_param", "process_result_value"}  # a library calls them so
BANNED_VERBS = ("get_", "handle_", "process_", "manage_")
OTHER_HOST = re.compile(r"""(?:src|href|url|import|fetch)\W{1,4}https?://(?!www\.w3\.org|127\.0\.0\.1|localhost)""")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in (ROOT / folder).rglob("*.py") if "migrations/versions" not in str(p))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_banned(name: str) -> bool:
    return name.lstrip("_").startswith(BANNED_VERBS) and name not in FOREIGN_NAMES


def test_the_floors_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


def test_files_and_functions_stay_small() -> None:
    paths = [*modules(*PACKAGES, "demo", "benchmarks"), ROOT / "situation_map.py"]
    assert len(paths) > 50
    long_files = {str(p): n for p in paths if (n := p.read_text("utf-8").count("\n")) > MOST_LINES}
    long_functions = [
        f"{path}:{node.lineno} {node.name}"
        for path in paths
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert (long_files, long_functions) == ({}, [])


def test_nothing_is_called_by_an_empty_word() -> None:
    paths = list(modules(*PACKAGES))
    files = [str(p) for p in paths if p.stem in BANNED_FILES]
    verbs = [f"{p}:{f.name}" for p in paths for f in functions(p) if is_banned(f.name)]
    assert (files, verbs) == ([], [])


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(p) for p in modules(*PACKAGES) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_importing_any_module_only_defines() -> None:
    """A fresh interpreter imports everything without a home, a store or a network."""
    names = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in modules(*PACKAGES)
        if p.name not in ("env.py", "__main__.py")
    ]
    assert len(names) > 50
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)\nimport situation_map"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env={"PATH": ""})
    assert done.returncode == 0, done.stderr[-3000:]


def test_web_and_loader_start_without_the_libraries_of_the_land() -> None:
    code = "import sys, dashboard.asgi, loaders.watch; print([m for m in ('geopandas','shapely') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr[-2000:]


def test_no_shipped_file_points_to_another_host() -> None:
    ends = {".js", ".css", ".html", ".svg", ".py", ".toml"}
    paths = [p for folder in PACKAGES for p in (ROOT / folder).rglob("*") if p.suffix in ends]
    assert len(paths) > 60
    assert [str(p) for p in paths if OTHER_HOST.search(p.read_text("utf-8"))] == []


def test_the_lock_file_names_no_host_and_pins_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    pinned = {line.split("==")[0].split("[")[0].lower() for line in lock.splitlines() if "==" in line}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = project.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    wanted = {re.split(r"[\[<>=;]", line.strip().strip('",'))[0].lower() for line in re.findall(r'"[^"]+"', block)}
    assert len(wanted) > 25
    assert {w.strip('"') for w in wanted} - pinned == set()


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = project.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) > 25
    assert [line for line in lines if "# " not in line] == []


def settings_names() -> list[str]:
    names = []
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names.extend(f"{section}.{name}" for name in kind.model_fields)
    return names


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    names = settings_names()
    assert len(names) > 15
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_command_is_in_the_readme_or_the_operations_page() -> None:
    text = "".join((ROOT / p).read_text("utf-8") for p in ("README.md", "docs/operations.md"))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):.*##", makefile, re.M)
    assert len(targets) > 5
    assert [t for t in targets if f"make {t}" not in text] == []


def test_the_glossary_gives_each_word_once() -> None:
    rows = re.findall(r"^\| ([a-z][^|]*?) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.M)
    words = [word.strip() for row in rows for word in row.split("·")]
    assert len(words) > 25
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("host", ["192.0.2.1"])
def test_the_network_is_blocked_but_for_loopback(host: str) -> None:
    import socket

    from pytest_socket import SocketConnectBlockedError

    refused = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as blocked, refused, pytest.warns(UserWarning, match=host):
        blocked.connect((host, 80))
