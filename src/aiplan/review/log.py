"""The versions of one file in a git history: its first-parent commits, through renames, and what each held."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from aiplan.review.git import GitError, Repository

Every = Literal["commit", "day", "week", "month"]
_FIELDS = "%H%x1f%cs%x1f%an%x1f%P%x1f%s%x1f%(trailers:key=Plan-Reason,valueonly,unfold,separator=%x1e)"
_RAW = re.compile(r"^:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) [A-Z]", re.MULTILINE)
_NOTHING = re.compile("0+")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed the file."""

    hash: str
    day: dt.date
    author: str
    subject: str
    reasons: tuple[str, ...]
    """Its `Plan-Reason:` trailers."""
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What the file was at the end of a day (a week, a month): the last of its commits."""

    blob: str
    commits: tuple[Commit, ...]
    """All that led here from the version before, the last one last."""

    @property
    def commit(self) -> Commit:
        """The commit that made it."""
        return self.commits[-1]

    @property
    def day(self) -> dt.date:
        """When it was made."""
        return self.commits[-1].day


def versions(repository: Repository, name: str, *, every: Every = "day") -> tuple[Version, ...]:
    """Return the versions of the file `name`, the oldest first; it is followed through renames.

    Args:
        repository: the repository.
        name: the file as git names it.
        every: of which span the last version counts.

    Raises:
        GitError: where the repository has no commit.
    """
    words = ("log", "--first-parent", "-m", "--follow", "--raw", "--no-abbrev", f"--format=%x00{_FIELDS}", "--", name)
    found: list[tuple[Commit, str]] = []
    latest = dt.date.min
    for record in reversed(os.fsdecode(repository.run(*words)).split("\0")[1:]):
        fields, _, rest = record.partition("\n")
        raw = _RAW.search(rest)
        if raw is not None:
            commit = _commit(fields, latest)
            latest = commit.day
            found.append((commit, raw[1]))
    kept: dict[object, Version] = {}
    for commit, blob in found:
        span = _span(commit, every)
        before = kept[span].commits if span in kept else ()
        kept[span] = Version(blob, (*before, commit))
    return tuple(version for version in kept.values() if not _NOTHING.fullmatch(version.blob))


def _commit(fields: str, latest: dt.date) -> Commit:
    """Return a commit from its fields; one whose clock was behind counts for the day of the commit before."""
    name, day, author, parents, subject, reasons = fields.split("\x1f")[:6]
    return Commit(
        hash=name,
        day=max(latest, dt.date.fromisoformat(day)),
        author=author,
        subject=subject,
        reasons=tuple(r.strip() for r in reasons.split("\x1e") if r.strip()),
        parents=tuple(parents.split()),
    )


def _span(commit: Commit, every: Every) -> object:
    if every == "commit":
        return commit.hash
    if every == "week":
        return commit.day.isocalendar()[:2]
    return commit.day if every == "day" else (commit.day.year, commit.day.month)


def contents(repository: Repository, blobs: Iterable[str]) -> dict[str, bytes]:
    """Return what blobs hold; those that git cannot give are left out.

    In a partial clone all that are missing are fetched at once.
    """
    names = list(dict.fromkeys(blobs))
    if repository.partial:
        _fetch_missing(repository, names)
    out = repository.run("cat-file", "--batch", given="\n".join([*names, ""]).encode())
    found: dict[str, bytes] = {}
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        head = out[at:end].split()
        at = end + 1
        if len(head) == 3 and head[1] == b"blob":
            size = int(head[2])
            found[head[0].decode()] = out[at : at + size]
            at += size + 1
    return found


def _fetch_missing(repository: Repository, blobs: Sequence[str]) -> None:
    listed = repository.run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered")
    missing = sorted(set(blobs) - set(listed.decode().split()))
    if missing:
        repository.run(
            "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
            "--recurse-submodules=no", "--filter=blob:none", "--stdin", repository.partial,
            given="\n".join([*missing, ""]).encode(),
        )  # fmt: skip


def reasons_of(repository: Repository, commits: Sequence[Commit]) -> tuple[str, ...]:
    """Return the `Plan-Reason:` trailers of commits; of a merge also those of what it brought in."""
    found: list[str] = []
    for commit in commits:
        found += commit.reasons
        if len(commit.parents) > 1:
            form = "--format=%(trailers:key=Plan-Reason,valueonly,unfold)"
            try:
                said = repository.run("log", form, f"{commit.parents[0]}..{commit.hash}")
            except GitError:
                continue
            found += [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return tuple(dict.fromkeys(found))
