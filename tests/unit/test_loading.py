"""A plan is found without being named, and read with its findings at their lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aiplan.errors import PlanNotFound, UnreadablePlan
from aiplan.loading import load
from aiplan.store.lookup import find_plan


def touch(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("format = 1\n")


def test_the_default_name_comes_first(tmp_path: Path) -> None:
    touch(tmp_path, "aiplan.toml", "a.plan.toml", "b.plan.toml", "pyproject.toml")
    assert find_plan(tmp_path) == tmp_path / "aiplan.toml"


def test_then_the_only_plan(tmp_path: Path) -> None:
    touch(tmp_path, "a.plan.toml", "other.toml")
    (tmp_path / "folder.plan.toml").mkdir()
    assert find_plan(tmp_path) == tmp_path / "a.plan.toml"


def test_several_plans_are_named(tmp_path: Path) -> None:
    touch(tmp_path, "b.plan.toml", "a.plan.toml")
    with pytest.raises(PlanNotFound, match=r"a\.plan\.toml, b\.plan\.toml") as caught:
        find_plan(tmp_path)
    assert "-f a.plan.toml" in caught.value.hint


def test_no_plan_says_what_to_do(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(PlanNotFound) as caught:
            find_plan(folder)
        assert "aiplan init" in caught.value.hint


def test_a_file_or_a_folder_may_be_named(tmp_path: Path) -> None:
    touch(tmp_path / "sub", "x.plan.toml")
    assert find_plan(tmp_path, "sub") == tmp_path / "sub" / "x.plan.toml"
    assert find_plan(tmp_path, "sub/other.toml") == tmp_path / "sub" / "other.toml"
    assert find_plan(Path("/elsewhere"), str(tmp_path / "sub")) == tmp_path / "sub" / "x.plan.toml"


def test_findings_of_reading_have_lines(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(
        'format = 1\n[project]\nname = "P"\nstart = "soon"\n\n'
        '[tasks.a]\ntitle = "A"\nduraton = "5d"\ntags = [\n  1,\n]\n'
    )
    loaded = load(path)
    assert loaded.path == path
    assert [(f.code, f.line) for f in loaded.findings] == [("AIP004", 4), ("AIP004", 10), ("AIP003", 8)]
    assert loaded.plan.file_order == ("a",)


@pytest.mark.parametrize("raw", [b"[project\n", b"", b"\0\0", b"\xff"])
def test_errors_name_the_file(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(raw)
    with pytest.raises(UnreadablePlan) as caught:
        load(path)
    assert str(caught.value).startswith(str(path))


def test_loading_needs_neither_tomlkit_nor_textual(tmp_path: Path) -> None:
    code = "import sys, aiplan.loading; print(sorted({'tomlkit', 'textual', 'networkx', 'numpy'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
