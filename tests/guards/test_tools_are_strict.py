"""Each tool of `make lint` and the coverage limit is fed a violation, with the settings of pyproject.toml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.tools import ROOT

HEADER = '"""A module."""\n\nfrom __future__ import annotations\n\n'
CLOCK = 'import datetime as dt\n\n\ndef now() -> dt.date:\n    """Return the day."""\n    return {}\n'


def python(*arguments: str | Path, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS`."""
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, text=True, cwd=cwd, check=False
    )


def ruff(code: str, name: str) -> str:
    """Return what ruff says of `code` as if it stood in the file `name`."""
    done = python(
        "-m", "ruff", "check", "--no-cache", "--output-format=concise", "--stdin-filename", name, "-", stdin=code
    )
    assert (done.returncode == 0) == (done.stdout.strip() == "All checks passed!"), done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("call", ["dt.date.today()", "dt.datetime.now().date()", "dt.datetime.utcnow().date()"])
@pytest.mark.parametrize("room", ["core", "model", "store", "review", "export"])
def test_the_clock_is_banned_where_plans_are_computed(room: str, call: str) -> None:
    assert "TID251" in ruff(HEADER + CLOCK.format(call), f"src/aiplan/{room}/a.py")


@pytest.mark.parametrize("name", ["src/aiplan/session.py", "src/aiplan/loading.py"])
def test_the_clock_is_banned_in_the_shell_below_the_interface(name: str) -> None:
    assert "TID251" in ruff(HEADER + CLOCK.format("dt.date.today()"), name)


@pytest.mark.parametrize("room", ["cli", "tui"])
def test_the_clock_is_read_where_a_person_is(room: str) -> None:
    assert "TID251" not in ruff(HEADER + CLOCK.format("dt.date.today()"), f"src/aiplan/{room}/a.py")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("D103", "def f() -> None:\n    pass\n"),
        ("ANN201", 'def f():\n    """Do."""\n'),
        ("TID252", "from . import errors\n"),
        ("T201", 'print("x")\n'),
        ("FIX002", "# TODO: later\n"),
        ("E501", f"X = {'1' * 120}\n"),
        ("PLR0915", 'def f() -> None:\n    """Do."""\n' + "    g()\n" * 46),
    ],
)
def test_house_style_is_enforced(rule: str, code: str) -> None:
    assert rule in ruff(HEADER + code, "src/aiplan/core/a.py")


def test_well_kept_code_passes() -> None:
    code = HEADER + '\ndef double(days: int) -> int:\n    """Return twice `days`."""\n    return 2 * days\n'
    assert ruff(code, "src/aiplan/core/a.py").startswith("All checks passed!")


def test_unformatted_code_is_reported() -> None:
    check = ("-m", "ruff", "format", "--check", "--stdin-filename", "src/aiplan/core/a.py", "-")
    assert python(*check, stdin="x = 'one'\n").returncode == 1
    assert python(*check, stdin='x = "one"\n').returncode == 0


def test_mypy_is_strict(tmp_path: Path) -> None:
    (tmp_path / "loose.py").write_text("import json\n\n\ndef f(x) -> int:\n    return json.loads(x)\n")
    done = python(
        "-m",
        "mypy",
        "--config-file",
        ROOT / "pyproject.toml",
        "--cache-dir",
        tmp_path / "cache",
        "loose.py",
        cwd=tmp_path,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "no-untyped-def" in done.stdout
    assert "no-any-return" in done.stdout


def test_code_that_no_test_runs_lowers_coverage_below_its_limit(tmp_path: Path) -> None:
    package = tmp_path / "aiplan"
    package.mkdir()
    lines = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(20))
    (package / "__init__.py").write_text(f"def f(x: int) -> int:\n{lines}    return 0\n")
    settings = f"--rcfile={ROOT / 'pyproject.toml'}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_"))}
    environment["PYTHONPATH"] = str(tmp_path)

    def coverage(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "coverage", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    (tmp_path / "all.py").write_text("import aiplan\nfor n in range(21): aiplan.f(n)\n")
    (tmp_path / "few.py").write_text("import aiplan\naiplan.f(0)\n")
    codes = []
    for script in ("all.py", "few.py"):
        assert coverage("run", settings, script).returncode == 0
        assert coverage("combine", settings).returncode == 0
        codes.append(coverage("report", settings).returncode)
    assert codes == [0, 2]
