"""What is declared once and pinned elsewhere agrees."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from helpers.tools import NODE_TOOLS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"([A-Za-z0-9._-]+)==[0-9][^\s;]*( ; .+)?\Z")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line and not line.startswith("#")]
    return {canonical(match[1]) if (match := PIN.match(line)) else line: line for line in found}


def test_each_requirement_is_pinned_exactly() -> None:
    assert [line for line in pins().values() if not PIN.match(line)] == []


def test_everything_that_is_asked_for_is_pinned() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *(item for extra in PROJECT["project"]["optional-dependencies"].values() for item in extra),
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    names = {canonical(match[0]) for item in asked if (match := re.match(r"[A-Za-z0-9._-]+", item))}
    assert len(names) > 15
    assert names - set(pins()) == set()


def imported_packages(root: Path) -> set[str]:
    """Return the top-level packages that any statement below `root` imports, deferred ones too."""
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = [
        *PROJECT["project"]["dependencies"],
        *(item for extra in PROJECT["project"]["optional-dependencies"].values() for item in extra),
    ]
    # Distributions whose module has another name.
    called = {"python-dateutil": "dateutil", "markdown-it-py": "markdown_it", "textual-serve": "textual_serve"}
    names = {called.get(name, name) for item in declared for name in [re.split(r"[<>=]", item)[0]]}
    own = {"aiplan", "pydantic_core"}  # pydantic pins its core itself
    assert imported_packages(ROOT / "src") - own == names


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "import json\n\ndef f():\n    from rich.table import Table\n    import numpy.random\n"
    )
    assert imported_packages(tmp_path) == {"rich", "numpy"}


@pytest.mark.parametrize("item", PROJECT["project"]["dependencies"])
def test_each_dependency_has_a_lower_and_an_upper_bound(item: str) -> None:
    assert re.fullmatch(r"[a-z-]+>=[0-9.]+,<[0-9.]+", item)


def test_npm_packages_are_pinned_and_name_no_host() -> None:
    wanted = json.loads((NODE_TOOLS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    lock = json.loads((NODE_TOOLS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {f"node_modules/{name}" for name in wanted} <= set(lock)
    assert all(lock[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert [name for name, package in lock.items() if "resolved" in package] == []
