"""The two sides of a comparison, and all ways of naming them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiplan.errors import PlanNotFound, UsageError
from aiplan.model.plan import Plan
from aiplan.phrases import code, say
from aiplan.review.git import GitError, Repository
from aiplan.review.quick import Parse, QuickReader, read_version

_NAMES = say("names after REV: begin at the top of the repository, or with ./ here")
EMPTY = b"format = 1\n"
"""What a plan says that is not there."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a plan."""

    name: str
    """As people call it: a revision, `work tree`, a path."""
    raw: bytes
    exists: bool = True
    revision: str = ""
    """The commit it stands in; empty for files and the index."""


@dataclass(frozen=True, slots=True)
class ReadSide:
    """One version of a plan, read."""

    side: Side
    data: Mapping[str, Any]
    plan: Plan


def choose_sides(words: Sequence[str], find: Callable[[], Path], *, staged: bool = False) -> tuple[Side, Side]:
    """Return the earlier and the later side that the command line names.

    `[]` HEAD and the work tree · `[A]` A and the work tree · `[A, B]` · `["A..B"]` · `["A...B"]` from where they
    parted · two paths · `REV:path` · `-` standard input · `staged`: HEAD and the index.

    Args:
        words: what was named.
        find: gives the plan of the work tree.
        staged: compare the index.

    Raises:
        AiplanError: where a side cannot be read.
    """
    earlier, later = _choose(words, find, staged=staged)
    if not earlier.exists and not later.exists:
        raise PlanNotFound(
            say("the plan is neither in {name} nor in {later_name}", name=earlier.name, later_name=later.name),
            hint=say("name it: -f FILE"),
        )
    return earlier, later


def side_day(side: Side, near: Path) -> dt.date | None:
    """Return the day of the commit that a side stands in, `None` where it stands in none.

    Args:
        side: what was named.
        near: a path in the repository.
    """
    if not side.revision:
        return None
    said = Repository.of(near).run("show", "-s", "--format=%cs", side.revision)
    return dt.date.fromisoformat(said.decode().split()[-1])


def read_sides(sides: Sequence[Side], parse: Parse) -> list[ReadSide]:
    """Return sides as plan and data; what stands in the same words in several is the same objects.

    Args:
        sides: what is to be read.
        parse: reads what is not plain.

    Raises:
        UnreadablePlan: where one is not a plan.
    """
    reader = QuickReader()
    return [ReadSide(side, *read_version(reader, side.raw, side.name, parse)) for side in sides]


def read_side(side: Side, parse: Parse) -> ReadSide:
    """Return a side as plan and data.

    Raises:
        UnreadablePlan: where it is not a plan.
    """
    return read_sides([side], parse)[0]


def _is_file(word: str) -> bool:
    return word == "-" or Path(word).is_file()


def _file(word: str) -> Side:
    if word == "-":
        return Side("standard input", sys.stdin.buffer.read())
    path = Path(word)
    if not path.exists():
        raise PlanNotFound(say("there is no file {word}", word=word))
    return Side(word, path.read_bytes())


def _side(word: str, find: Callable[[], Path]) -> Side:
    if _is_file(word):
        return _file(word)
    if ":" in word:
        revision, _, name = word.partition(":")
        repository = Repository.of(Path.cwd())
        inside = repository.name_of(Path(name)) if name.startswith(("./", "../")) else name
        commit = repository.revision(revision) if revision else ""
        raw = repository.blob(commit, inside)
        if raw is None:
            raise PlanNotFound(
                say("there is no {inside} in {revision}", inside=inside, revision=revision or say("the index")),
                hint=_NAMES,
            )
        return Side(word, raw, revision=commit)
    repository, name = _here(find())
    return _blob(repository, repository.revision(word), name, word)


def _here(path: Path) -> tuple[Repository, str]:
    try:
        repository = Repository.of(path)
    except GitError as error:
        error.hint = say("git init makes one, or name two files to compare")
        raise
    return repository, repository.name_of(path)


def _blob(repository: Repository, revision: str, name: str, called: str = "") -> Side:
    raw = repository.blob(revision, name)
    if raw is None and revision and (old := repository.earlier_name(revision, name)) is not None:
        raw = repository.blob(revision, old)
    label = called or revision
    return Side(label, EMPTY, exists=False) if raw is None else Side(label, raw, revision=revision)


def _choose(words: Sequence[str], find: Callable[[], Path], *, staged: bool = False) -> tuple[Side, Side]:
    if len(words) > 2:
        raise UsageError(say("at most two sides can be compared"), hint=code("aiplan diff [A [B]] [-- FILE]"))
    if len(words) == 2 and all(_is_file(w) for w in words):
        return _file(words[0]), _file(words[1])
    if len(words) == 1 and "..." in words[0]:
        left, right = words[0].split("...", 1)
        repository, name = _here(find())
        base = repository.merge_base(left or "HEAD", right or "HEAD")
        return _blob(repository, base, name, f"{left or 'HEAD'} (merge base)"), _blob(repository, right or "HEAD", name)
    if len(words) == 1 and ".." in words[0] and not _is_file(words[0]):
        left, right = words[0].split("..", 1)
        words = [left or "HEAD", right or "HEAD"]
    first = words[0] if words else "HEAD"
    earlier = _side(first, find)
    if staged:
        repository, name = _here(find())
        return earlier, _blob(repository, "", name, "index")
    if len(words) == 2:
        return earlier, _side(words[1], find)
    path = find()
    return earlier, Side("work tree", path.read_bytes()) if path.exists() else Side("work tree", EMPTY, exists=False)
