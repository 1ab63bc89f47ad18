"""The direction of imports: the contracts in pyproject.toml hold, and each is fed a violation."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.tools import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
SOURCE = ROOT / "src" / "aiplan"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the package `aiplan` in `folder`."""
    return subprocess.run(
        [LINT, "--no-logo", "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder, env=dict(os.environ) | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A package with the modules and folders of aiplan, all empty."""
    package = tmp_path / "aiplan"
    package.mkdir()
    for path in SOURCE.iterdir():
        if path.suffix == ".py":
            (package / path.name).touch()
        elif (path / "__init__.py").is_file():
            (package / path.name).mkdir()
            (package / path.name / "__init__.py").touch()
    return tmp_path


def test_the_contracts_hold() -> None:
    done = lint_imports(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_empty_skeleton_is_clean(skeleton: Path) -> None:
    done = lint_imports(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "statement", "said"),
    [
        ("core/a.py", "import aiplan.store", "aiplan.core is not allowed to import aiplan.store"),
        ("model/a.py", "import aiplan.core", "aiplan.model is not allowed to import aiplan.core"),
        ("errors.py", "import aiplan.model", "aiplan.errors is not allowed to import aiplan.model"),
        ("store/a.py", "import aiplan.export", "aiplan.store is not allowed to import aiplan.export"),
        ("review/a.py", "def f():\n    import aiplan.tui", "aiplan.review is not allowed to import aiplan.tui"),
        ("tui/a.py", "import aiplan.cli", "aiplan.tui is not allowed to import aiplan.cli"),
        ("cli/a.py", "import aiplan.tui", "aiplan.cli is not allowed to import aiplan.tui"),
        ("core/a.py", "def f():\n    import tomlkit", "aiplan.core is not allowed to import tomlkit"),
        ("model/a.py", "import rich.table", "aiplan.model is not allowed to import rich"),
        ("core/a.py", "import textual", "aiplan.core is not allowed to import textual"),
        ("helpers.py", "", "helpers"),
    ],
)
def test_a_violation_is_reported(skeleton: Path, module: str, statement: str, said: str) -> None:
    path = skeleton / "aiplan" / module
    path.write_text(f"{statement}\n")
    done = lint_imports(skeleton)
    assert done.returncode == 1
    assert said in " ".join((done.stdout + done.stderr).split())
