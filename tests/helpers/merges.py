"""Edits of two sides of a plan in git, and what has to be left of both."""

from __future__ import annotations

import re

from helpers.repository import GitFolder

PLAN = """\
format = 1

[project]
name = "PlantLens"
start = 2026-01-05

[milestones.data-ready]
title = "Data ready"

# Sets the pace.
[tasks.collect]
title = "Collect photos"
milestone = "data-ready"
duration = "5d"

[tasks.label]
title = "Label photos"
milestone = "data-ready"
duration = "8d"
depends_on = ["collect"]

[tasks.write]
title = "Write the guide"
duration = "3d"

[metrics.acc]
title = "Accuracy"
better = "higher"
readings = [
  { on = 2026-01-10, value = 0.5, n = 100 },
]
"""
CURRENT_WORD, INCOMING_WORD = "current-word", "incoming-word"
MARKERS = re.compile(r"^(<{7} current|={7}|>{7} incoming)$", re.MULTILINE)


def branch(repo: GitFolder, name: str, *edits: tuple[str, str]) -> None:
    """Commit edits on a new branch and come back."""
    repo.git("checkout", "-q", "-b", name)
    for old, new in edits:
        repo.edit(old, new, f"{name}: {new.split()[0]}")
    repo.git("checkout", "-q", "main")


def both_said(repo: GitFolder) -> None:
    """Check that the words of both sides stand in the file."""
    assert CURRENT_WORD in repo.text
    assert INCOMING_WORD in repo.text


def in_conflict(repo: GitFolder) -> None:
    """Check that git holds the plan for unmerged and the file has a whole conflict."""
    assert repo.unmerged().rstrip("\0") == repo.plan
    assert [m[0] for m in MARKERS.findall(repo.text)] != []
    assert repo.git("diff", "--name-only", "--diff-filter=U")
    assert "leftover conflict marker" in repo.try_git("diff", "--check").out


NEIGHBOURS = (
    ('title = "Collect photos"', f'title = "{CURRENT_WORD}"'),
    ('duration = "5d"', f'duration = "5d"\nowner = "{INCOMING_WORD}"'),
)
"""Edits of two keys in lines that touch: git's own merge finds a conflict here."""
SAME_KEY = (
    ('title = "Collect photos"', f'title = "{CURRENT_WORD}"'),
    ('title = "Collect photos"', f'title = "{INCOMING_WORD}"'),
)
