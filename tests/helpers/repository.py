"""A real git repository in a folder of its own, for tests of what happens to plans in git."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
"""Where the `aiplan` of this checkout is installed."""


def path_with_aiplan() -> str:
    """Return a PATH whose first `aiplan` is this checkout's."""
    return f"{PROGRAMS}{os.pathsep}{path_without_aiplan()}"


def path_without_aiplan() -> str:
    """Return PATH less the folders that hold an `aiplan`."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(f for f in folders if not (Path(f) / "aiplan").exists())


@dataclass(frozen=True)
class Said:
    """What git did."""

    code: int
    out: str
    err: str


@dataclass
class GitFolder:
    """A work tree, with the PATH that git runs under."""

    top: Path
    path: str = field(default_factory=path_with_aiplan)
    plan: str = "aiplan.toml"

    def start(self, *, install: bool = True) -> GitFolder:
        """Make it a repository, with plans set up; return it."""
        self.top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "commit.gpgsign", "false")
        if install:
            done = self.run(str(PROGRAMS / "aiplan"), "git", "install")
            assert done.code == 0, done.err
            self.commit("set up", ".gitattributes")
        return self

    def run(self, *words: str) -> Said:
        """Run a program in the work tree."""
        env = {**os.environ, "PATH": self.path, "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}
        done = subprocess.run(words, cwd=self.top, env=env, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        return Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def try_git(self, *words: str) -> Said:
        """Run git, whatever comes of it."""
        return self.run("git", *words)

    def git(self, *words: str) -> str:
        """Run git and return what it prints; it has to succeed."""
        done = self.try_git(*words)
        assert done.code == 0, f"git {' '.join(words)}: {done.out}{done.err}"
        return done.out

    def commit(self, message: str, *names: str) -> str:
        """Commit the named files, by default the plan; return the commit."""
        self.git("add", "--", *(names or (self.plan,)))
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    @property
    def file(self) -> Path:
        """The plan in the work tree."""
        return self.top / self.plan

    @property
    def text(self) -> str:
        """What the plan says in the work tree."""
        return self.file.read_bytes().decode()

    def write(self, text: str, message: str = "") -> str:
        """Write the plan; with a message, commit it and return the commit."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(text.encode())
        return self.commit(message) if message else ""

    def edit(self, old: str, new: str, message: str = "") -> str:
        """Replace `old` in the plan, where it has to stand; commit with a message."""
        assert old in self.text, old
        return self.write(self.text.replace(old, new, 1), message)

    def unmerged(self) -> str:
        """Return the names that git holds for unmerged."""
        return self.git("diff", "--name-only", "--diff-filter=U", "-z")
