"""Plans in git: the merge driver, the comparison of two revisions, the history of a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from bench.generate import Size, plan_text
from bench.measure import Measure, Row, program
from bench.peers import AIPLAN, missing, plan_file

VERSIONS = 1000
_DURATION = re.compile(r'^duration = "(\d+)d"$', re.MULTILINE)
_DAY = 86_400
_FIRST = 1_767_600_000
"""The second of the first commit."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of merging 100 activities, comparing 1,000 and looking back over 1,000 versions."""
    lacking = missing("git")
    if lacking:
        for what, yardstick, limit in (
            ("merge driver, 100", "git merge-file, python -c pass", 8.0),
            ("diff of two revisions, 1,000", "schedule once", 2.0),
            (f"history, {VERSIONS:,} versions of 100", "git log -p of the file", 8.0),
        ):
            yield Row(what, yardstick, limit, lambda: 0.0, missing=lacking)
        return
    yield Row("merge driver, 100", "git merge-file, python -c pass", 8.0, *_merge(folder), rounds=9)
    thousand = _repository(folder / "compared", _versions(Size(1000), 2, edits=20))
    yield Row(
        "diff of two revisions, 1,000", "schedule once", 2.0,
        program(AIPLAN, "diff", "HEAD~1", "HEAD", cwd=thousand),
        program(AIPLAN, "schedule", "--json", plan_file(folder, Size(1000))),
    )  # fmt: skip
    past = _repository(folder / "past", _versions(Size(100), VERSIONS, edits=1))
    yield Row(
        f"history, {VERSIONS:,} versions of 100", "git log -p of the file", 8.0,
        program(AIPLAN, "history", "--every", "commit", cwd=past),
        program("git", "log", "-p", "--", "aiplan.toml", cwd=past), rounds=3, slow=True,
    )  # fmt: skip


def _merge(folder: Path) -> tuple[Measure, Measure]:
    """Return what our driver takes for two sides that changed other tables, and what git's text merge does."""
    base, current, incoming = (folder / f"{name}.toml" for name in ("base", "current", "incoming"))
    text = plan_text(Size(100))
    base.write_text(text, encoding="utf-8")
    ours, theirs = text.replace("Label", "Mark", 3), _DURATION.sub('duration = "13d"', text)
    incoming.write_text(theirs, encoding="utf-8")
    merge = program(AIPLAN, "merge-driver", base, current, incoming)
    plain = program("git", "merge-file", "-q", current, base, incoming)
    start = program(sys.executable, "-c", "pass")

    def once(work: Callable[[], float]) -> float:
        current.write_text(ours, encoding="utf-8")
        return work()

    return partial(once, merge), partial(once, lambda: plain() + start())


def _versions(size: Size, count: int, *, edits: int) -> Iterator[str]:
    """Yield a plan `count` times, each time with `edits` durations changed."""
    random, parts = Random(7), _DURATION.split(plan_text(size))
    for _ in range(count):
        yield "".join(part if n % 2 == 0 else f'duration = "{part}d"' for n, part in enumerate(parts))
        for place in random.sample(range(1, len(parts), 2), edits):
            parts[place] = str(2 + int(parts[place]) % 9)


def _repository(path: Path, versions: Iterator[str]) -> Path:
    """Return a repository with a commit a day for each version of its plan."""
    path.mkdir()
    git = partial(subprocess.run, cwd=path, check=True, capture_output=True, env=_environment())
    git(["git", "init", "-q", "-b", "main"])
    commits = bytearray()
    for number, text in enumerate(versions):
        body, message = text.encode(), f"version {number}".encode()
        commits += b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\n" % (_FIRST + number * _DAY)
        commits += b"data %d\n%b\nM 100644 inline aiplan.toml\ndata %d\n%b\n" % (len(message), message, len(body), body)
    git(["git", "fast-import", "--quiet"], input=bytes(commits))
    git(["git", "reset", "-q", "--hard"])
    return path


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
