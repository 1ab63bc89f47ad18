"""Merges in which aiplan fails or is killed: git merges the text, and both sides stand in the file."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

from helpers.merges import NEIGHBOURS, PLAN, SAME_KEY, both_said, branch, in_conflict
from helpers.repository import GitFolder, path_without_aiplan
from helpers.tools import require_tool


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    require_tool("git")
    folder = GitFolder(tmp_path / "repo").start()
    folder.write(PLAN, "base")
    return folder


def fake_aiplan(repo: GitFolder, folder: Path, script: str) -> None:
    """Put a program called aiplan before all others."""
    folder.mkdir()
    program = folder / "aiplan"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    repo.path = f"{folder}:{path_without_aiplan()}"


BROKEN = {
    "killed at once": "#!/bin/sh\nkill -9 $$\n",
    "terminated": "#!/bin/sh\nkill -15 $$\n",
    "no such interpreter": "#!/no/such/python\n",
    "usage": "#!/bin/sh\nexit 2\n",
    "bug": "#!/bin/sh\nexit 70\n",
    "not found": "#!/bin/sh\nexit 127\n",
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("edits", [NEIGHBOURS, SAME_KEY], ids=["neighbours", "same-key"])
def test_an_aiplan_that_fails(
    repo: GitFolder, tmp_path: Path, script: str, edits: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    branch(repo, "topic", edits[1])
    repo.edit(*edits[0], "ours")
    fake_aiplan(repo, tmp_path / "bin", script)
    repo.try_git("merge", "topic")
    both_said(repo)


DYING = {
    "while merging": "import aiplan.store.merging.merge as m; m.merge_plans = die",
    "before the result takes its place": "os.replace = die",
    "after the result took its place": "real = os.replace; os.replace = lambda a, b: (real(a, b), die())",
    "without memory": "import aiplan.store.merging.merge as m; m.merge_plans = no_memory",
    "with a full disk": "os.replace = full",
}


@pytest.mark.parametrize("how", DYING.values(), ids=DYING.keys())
@pytest.mark.parametrize("edits", [NEIGHBOURS, SAME_KEY], ids=["neighbours", "same-key"])
def test_aiplan_killed_in_the_middle(
    repo: GitFolder, tmp_path: Path, how: str, edits: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    branch(repo, "topic", edits[1])
    repo.edit(*edits[0], "ours")
    script = f"""\
        #!{sys.executable}
        import os, signal, sys
        def die(*_): os.kill(os.getpid(), signal.SIGKILL)
        def no_memory(*_, **__): raise MemoryError
        def full(*_): raise OSError(28, "No space left on device")
        {how}
        from aiplan.__main__ import main
        sys.exit(main(sys.argv[1:]))
        """
    fake_aiplan(repo, tmp_path / "bin", textwrap.dedent(script))
    repo.try_git("merge", "topic")
    both_said(repo)
    assert repo.git("status", "--porcelain", "--untracked-files=all").count("??") == 0, "nothing is left lying about"


@pytest.mark.parametrize("milliseconds", [5, 20, 40, 60, 80, 120])
def test_aiplan_killed_some_time(repo: GitFolder, tmp_path: Path, milliseconds: int) -> None:
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    script = f"""\
        #!{sys.executable}
        import os, signal, sys, threading
        threading.Timer({milliseconds / 1000}, os.kill, (os.getpid(), signal.SIGKILL)).start()
        from aiplan.__main__ import main
        sys.exit(main(sys.argv[1:]))
        """
    fake_aiplan(repo, tmp_path / "bin", textwrap.dedent(script))
    assert repo.try_git("merge", "topic").code == 1
    both_said(repo)
    in_conflict(repo)
