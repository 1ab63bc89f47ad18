"""A missing program is told loudly, or is a failure where AIPLAN_REQUIRE_TOOLS is set."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.tools import INSTALL, NODE_TOOLS, ROOT, not_run, require_npm, require_tool

SUITE = """
import pytest
from helpers.tools import require_npm, require_tool

def test_one(): require_tool("no-such-program")
def test_two(): require_tool("no-such-program")
def test_npm(): require_npm("no-such-package")
def test_fine(): require_tool("git")
@pytest.mark.skip(reason="another reason")
def test_other(): pass
"""


def run_suite(folder: Path, required: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text("from tests.conftest import pytest_terminal_summary\n")
    (folder / "test_suite.py").write_text(SUITE)
    environment = dict(os.environ) | {
        "AIPLAN_REQUIRE_TOOLS": required, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests"))),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", folder, folder],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("required", ["", "0"])
def test_it_is_named_at_the_end(tmp_path: Path, required: str) -> None:
    done = run_suite(tmp_path, required)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT RUN: 2 tests need no-such-program (install no-such-program)" in done.stdout
    assert "NOT RUN: 1 test needs npm:no-such-package (npm ci --prefix tests/tools)" in done.stdout
    assert "1 passed, 4 skipped" in done.stdout


def test_it_fails_where_tools_are_required(tmp_path: Path) -> None:
    done = run_suite(tmp_path, "1")
    assert done.returncode == 1
    assert "3 failed, 1 passed, 1 skipped" in done.stdout
    assert "needs no-such-program (install no-such-program), and AIPLAN_REQUIRE_TOOLS is set" in done.stdout


def test_nothing_is_said_where_nothing_is_missing() -> None:
    assert not_run(["another reason", ""]) == []


def test_a_program_that_is_there_is_found() -> None:
    assert Path(require_tool("git")).is_file()


def test_an_npm_package_needs_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("AIPLAN_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT RUN, needs node"):
        require_npm("mermaid")


def test_ci_installs_every_program_that_a_test_requires() -> None:
    tests = [
        p for p in (ROOT / "tests").rglob("*.py") if p.name != Path(__file__).name and "node_modules" not in p.parts
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    required = set(re.findall(r"""require_tool\(["']([\w.-]+)["']\)""", text))
    assert required >= {"git", "make"}
    assert required - set(INSTALL) == set()
    installed = re.findall(r"^need (\S+) ", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(installed) == sorted({*INSTALL, "npm"})

    packages = json.loads((NODE_TOOLS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert set(re.findall(r"""require_npm\(["']([\w./@-]+)["']\)""", text)) <= set(packages)
