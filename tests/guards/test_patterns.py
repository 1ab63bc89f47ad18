"""Regular expressions mean the same in every Python: no group is repeated possessively, which is wrong up to 3.11.4.

Debian 12 brings 3.11.2, where `(?:a|bc)*+` may go on after a repetition that failed half-way (CPython issue 106052).
Single characters and sets, `[ab]*+`, are right everywhere; for groups there is `(?>(?:…)*)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from helpers.tools import ROOT

POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")


def possessive_groups(root: Path) -> Iterator[str]:
    """Yield the lines in which a group is repeated possessively."""
    for path in sorted(root.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if POSSESSIVE_GROUP.search(line) and not line.lstrip().startswith("#"):
                yield f"{path.relative_to(root)}:{number}: {line.strip()}"


def test_no_group_is_repeated_possessively() -> None:
    assert list(possessive_groups(ROOT / "src" / "aiplan")) == []


def test_one_that_is_would_be_seen(tmp_path: Path) -> None:
    lines = [
        r'a = re.compile(r"(?:ab|c)*+")',
        r'b = re.compile(r"[ab]*+\)++(?>(?:ab)*)")',
        r'c = re.compile("(x){2,3}+")',
    ]
    (tmp_path / "guinea.py").write_text("\n".join(lines))
    assert [line.partition(": ")[0] for line in possessive_groups(tmp_path)] == ["guinea.py:1", "guinea.py:3"]
