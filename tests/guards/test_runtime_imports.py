"""What is really loaded at run time, which a static check cannot see."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import pytest

import aiplan.core
import aiplan.model
from helpers.imports import HEAVY, packages_loaded_by

INTERFACE_AND_FILE = {"rich", "textual", "tomlkit"}
PURE = sorted(
    module.name
    for package in (aiplan.core, aiplan.model)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


def test_core_and_model_load_no_interface_and_no_file_format() -> None:
    assert len(PURE) > 15
    code = "\n".join(f"import {name}" for name in (*PURE, "aiplan.errors"))
    assert packages_loaded_by(code) & INTERFACE_AND_FILE == set()


def test_errors_load_nothing_heavy() -> None:
    assert packages_loaded_by("import aiplan, aiplan.errors") & HEAVY == set()


@pytest.mark.parametrize("package", sorted(INTERFACE_AND_FILE))
def test_a_deferred_import_is_seen(tmp_path: Path, package: str) -> None:
    (tmp_path / "guinea.py").write_text(
        f"import importlib\n\ndef late():\n    return importlib.import_module({package!r})\n\nlate()\n"
    )
    assert package in packages_loaded_by("import guinea", path=tmp_path)


def test_code_that_fails_is_an_error_not_a_pass() -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        packages_loaded_by("1 / 0")


def test_leaving_with_an_exit_code_is_fine() -> None:
    assert "json" in packages_loaded_by("import json\nraise SystemExit(2)")
