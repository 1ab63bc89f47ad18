"""What git says of the plan file: its state for the heading, and earlier versions to compare with."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiplan.errors import AiplanError
from aiplan.review.git import GitError, Repository
from aiplan.review.log import contents, versions

FileState = Literal["committed", "changed", "staged", "new", "ignored", "conflict"]
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class GitState:
    """Where the work tree and the file stand."""

    branch: str
    """Empty where no branch is checked out."""
    file: FileState
    unborn: bool = False
    """Whether nothing has been committed yet."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version to compare with."""

    raw: bytes
    revision: str = ""
    """As a person names it; empty for what is no commit."""
    hash: str = ""
    day: dt.date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A revision that can be chosen."""

    name: str
    """What git knows it by."""
    title: str


def git_state(repository: Repository, name: str) -> GitState:
    """Return where the file `name` stands.

    Raises:
        GitError: where git fails.
    """
    words = ("status", "--porcelain=v2", "--branch", "--ignored", "--untracked-files=all", "-z", "--", name)
    records = os.fsdecode(repository.run(*words)).split("\0")
    heads = dict(r[2:].split(" ", 1) for r in records if r.startswith("# ") and " " in r[2:])
    branch = heads.get("branch.head", "")
    state: FileState = "committed"
    for record in records:
        kind = record[:2]
        if kind in ("1 ", "2 "):
            state = "changed" if record[3] != "." else "staged"
        elif kind in _STATES:
            state = _STATES[kind]
    return GitState("" if branch == "(detached)" else branch, state, heads.get("branch.oid") == "(initial)")


_STATES: dict[str, FileState] = {"? ": "new", "! ": "ignored", "u ": "conflict"}


def version_at(repository: Repository, path: Path, revision: str) -> Earlier | None:
    """Return the file at a revision, `None` where it is not in it; it is known again after a rename.

    Raises:
        AiplanError: where there is no such revision.
    """
    from aiplan.review.sides import choose_sides

    commit = repository.revision(revision)
    side, _now = choose_sides([commit], lambda: path)
    if not side.exists:
        return None
    form = _SEPARATOR.join(("%h", "%cs", "%s"))
    said = repository.run("show", "--no-patch", f"--format={form}", commit).decode(errors="replace")
    short, day, subject = said.rstrip("\n").split(_SEPARATOR, 2)
    return Earlier(side.raw, revision, short, dt.date.fromisoformat(day), subject)


def version_of_baseline(repository: Repository, name: str, baseline: str) -> Earlier | None:
    """Return the first version of the file that has a baseline, `None` where none has.

    Raises:
        GitError: where git fails.
    """
    found = versions(repository, name, every="commit")
    texts = contents(repository, (version.blob for version in found))
    header = f"[baselines.{baseline}".encode()
    for version in found:
        raw = texts.get(version.blob, b"")
        if header in raw:
            commit = version.commit
            return Earlier(raw, commit.hash[:9], commit.hash[:9], commit.day, commit.subject)
    return None


def revisions(path: Path, most: int = 150) -> tuple[Named, ...]:
    """Return what the plan can be compared with: branches and tags, then the commits that changed it, newest first.

    Raises:
        AiplanError: outside a repository, or without git.
    """
    repository = Repository.of(path)
    name = repository.name_of(path)
    form = _SEPARATOR.join(("%(refname:short)", "%(committerdate:short)", "%(contents:subject)"))
    words = ("for-each-ref", "--sort=-committerdate", f"--format={form}", "refs/heads", "refs/tags", "refs/remotes")
    found = []
    for line in repository.run(*words).decode(errors="replace").splitlines():
        ref, day, subject = (*line.split(_SEPARATOR), "", "")[:3]
        if not ref.endswith("/HEAD"):
            found.append(Named(ref, f"{day} {subject}".strip()))
    try:
        commits = [version.commit for version in versions(repository, name, every="commit")]
    except GitError:
        commits = []
    listed = [Named(c.hash[:9], f"{c.day} {c.author}: {c.subject}") for c in reversed(commits[-most:])]
    return (*found[: most // 3], *listed)


def base_in_index(path: Path) -> str | None:
    """Return the common ancestor of a merge that has not been settled, `None` where git holds none."""
    try:
        repository = Repository.of(path)
        raw = repository.blob(":1", repository.name_of(path))
        return None if raw is None else raw.decode()
    except (AiplanError, UnicodeDecodeError):
        return None
