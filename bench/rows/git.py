"""Plans in git: the merge driver, the difference of two revisions, a thousand versions of history."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.generate import Size, plan_text
from bench.measure import Measure, Row, program, run
from bench.peers import AIPLAN, missing
from bench.repositories import Past, write_repository

VERSIONS = 1000


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of `merge-driver`, `diff` and `history`."""
    absent = missing("git")
    yield Row(
        "merge driver, 100", "git merge-file + python -c pass", 8.0,
        _driver(folder), _text_merge(folder), rounds=15, missing=absent,
    )  # fmt: skip
    for revisions in (False, True):
        top = _revisions(folder / f"diff-{revisions}", 1000)
        words = ("HEAD~1", "HEAD") if revisions else ("before.toml", "aiplan.toml")
        what = "two revisions" if revisions else "two files"
        yield Row(
            f"diff, {what}, 1,000", "schedule once", 2.0, program(AIPLAN, "diff", *words, cwd=top),
            program(AIPLAN, "schedule", "--json", cwd=top), rounds=9, missing=absent,
        )  # fmt: skip
    top = folder / "history"
    if not absent:
        write_repository(top, Past(VERSIONS))
    yield Row(
        f"history, {VERSIONS:,} versions of 100", "git log -p of the file", 8.0, program(AIPLAN, "history", cwd=top),
        program("git", "log", "-p", "--", "aiplan.toml", cwd=top), rounds=5, missing=absent,
    )  # fmt: skip


def _sides(folder: Path) -> tuple[Path, Path, Path]:
    """Return base, current and incoming of a merge in which each side changed ten activities of a hundred."""
    text = plan_text(Size(100))
    found = []
    for name, first in (("base", None), ("current", 0), ("incoming", 1)):
        path = folder / f"{name}.toml"
        path.write_text(text if first is None else _longer(text, first, 10), encoding="utf-8")
        found.append(path)
    return found[0], found[1], found[2]


def _longer(text: str, first: int, count: int) -> str:
    """Return the text with `count` durations, every second from `first` on, 5 days longer."""
    lines = text.split("\n")
    places = [n for n, line in enumerate(lines) if line.startswith('duration = "')][first::2][:count]
    for place in places:
        days = int(lines[place].split('"')[1].removesuffix("d"))
        lines[place] = f'duration = "{days + 5}d"'
    return "\n".join(lines)


def _driver(folder: Path) -> Measure:
    base, current, incoming = _sides(folder)
    text, target = current.read_bytes(), folder / "driver.toml"

    def once() -> float:
        target.write_bytes(text)
        words = (AIPLAN, "merge-driver", base, target, incoming, "--marker-size=7", "--path=aiplan.toml")
        return run(words).milliseconds

    return once


def _text_merge(folder: Path) -> Measure:
    """Return a measure of what no driver in Python can do without: git's own merge, and Python's start."""
    base, current, incoming = _sides(folder)
    merge, start = program("git", "merge-file", "-p", current, base, incoming), program(sys.executable, "-c", "pass")
    return lambda: merge() + start()


def _revisions(top: Path, activities: int) -> Path:
    """Make a repository of two revisions, in the second of which twenty activities take longer."""
    if missing("git"):
        return top
    top.mkdir()
    text = plan_text(Size(activities))
    (top / "before.toml").write_text(text, encoding="utf-8")
    git = (
        "git",
        "-C",
        str(top),
        "-c",
        "user.name=Wei",
        "-c",
        "user.email=wei@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    subprocess.run([*git, "init", "-q"], check=True)
    for version in (text, _longer(text, 0, 20)):
        (top / "aiplan.toml").write_text(version, encoding="utf-8")
        subprocess.run([*git, "add", "aiplan.toml"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "plan"], check=True)
    return top
