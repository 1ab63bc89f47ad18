"""The repository a plan lives in, asked through the git program."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from aiplan.errors import AiplanError, MissingTool
from aiplan.phrases import NOTHING, say

_SHALLOW = say("this clone is shallow: git fetch --unshallow, in CI fetch-depth: 0")


class GitError(AiplanError):
    """Git did not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree."""

    top: Path
    """Its root."""

    @classmethod
    def of(cls, path: Path) -> Repository:
        """Return the repository that `path` (a file or folder) stands in.

        Raises:
            GitError: outside a repository.
            MissingTool: without git.
        """
        folder = path if path.is_dir() else path.absolute().parent
        found = _git(folder, "rev-parse", "--show-toplevel")
        if found.returncode:
            raise GitError(say("{path} is not in a git repository", path=path), hint=say("git init makes one"))
        return cls(Path(os.fsdecode(found.stdout.rstrip(b"\n"))))

    def name_of(self, path: Path) -> str:
        """Return `path` as git names it: from the root, with slashes.

        Raises:
            GitError: for a path outside the work tree.
        """
        try:
            return path.absolute().parent.resolve().joinpath(path.name).relative_to(self.top.resolve()).as_posix()
        except ValueError:
            raise GitError(say("{path} is not in the repository {top}", path=path, top=self.top)) from None

    def run(self, *words: str, given: bytes | None = None) -> bytes:
        """Return what a git command prints, after `given` on its standard input.

        Raises:
            GitError: with what git said.
        """
        done = _git(self.top, *words, given=given)
        if done.returncode:
            raise GitError(_said(done) or say("git {word} failed", word=words[0]))
        return done.stdout

    def revision(self, name: str) -> str:
        """Return the commit that `name` names.

        Raises:
            GitError: where it names none, with the way out in a shallow clone.
        """
        done = _git(self.top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if done.returncode:
            hint = _SHALLOW if self.shallow else NOTHING
            raise GitError(say("there is no revision {name}", name=name), hint=hint)
        return done.stdout.decode().strip()

    def merge_base(self, a: str, b: str) -> str:
        """Return the commit where `a` and `b` parted.

        Raises:
            GitError: where they have none in common.
        """
        done = _git(self.top, "merge-base", a, b)
        if done.returncode:
            hint = _SHALLOW if self.shallow else NOTHING
            raise GitError(say("{a} and {b} have no commit in common here", a=a, b=b), hint=hint)
        return done.stdout.decode().strip()

    def blob(self, revision: str, name: str) -> bytes | None:
        """Return the file `name` at `revision` (empty: the index), `None` where it is not there."""
        done = _git(self.top, "show", f"{revision}:{name}")
        return None if done.returncode else done.stdout

    def earlier_name(self, revision: str, name: str) -> str | None:
        """Return what the file `name` of the work tree was called at `revision`, `None` where it was not there."""
        listed = self.run("diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", revision, "--")
        words = [os.fsdecode(word) for word in listed.split(b"\0")]
        return next((old for old, new in zip(words[1::3], words[2::3], strict=False) if new == name), None)

    @property
    def shallow(self) -> bool:
        """Whether older commits are missing in this clone."""
        return _git(self.top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    @property
    def partial(self) -> str:
        """The remote that has what is missing in this partial clone; empty in a whole one."""
        said = _git(self.top, "config", "--get-regexp", r"^remote\..*\.promisor$", "true").stdout.decode()
        return said.split()[0].removeprefix("remote.").removesuffix(".promisor") if said.strip() else ""


def _git(folder: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words], input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError:
        raise MissingTool(say("git is not installed"), hint=say("install git")) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else ""
