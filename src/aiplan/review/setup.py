"""What git has to know of plans: the merge driver, hunk headers, words, and which files are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from aiplan.review.git import GitError, Repository

CONFIG: tuple[tuple[str, str], ...] = (
    ("merge.aiplan.name", "aiplan semantic merge"),
    (
        "merge.aiplan.driver",
        (
            "s=127; if command -v aiplan >/dev/null 2>&1; "
            "then aiplan merge-driver %O %A %B --marker-size=%L --path=%P; s=$?; fi; "
            "if [ $s -gt 1 ]; then rm -f %A.aiplan; "
            "git merge-file -L current -L base -L incoming --marker-size=%L %A %O %B; s=$?; fi; exit $s"
        ),
    ),
    ("merge.aiplan.recursive", "binary"),
    ("diff.aiplan.xfuncname", r"^[ \t]*(\[\[?[^]]+\]\]?[ \t]*(#.*)?)$"),
    ("diff.aiplan.wordRegex", '"[^"]*"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Za-z0-9_.-]+|[^[:space:]]'),
)
"""Key → value of the repository's configuration.

The driver is guarded: where aiplan is missing, fails or is killed, git merges the text. Without that, git would keep
the current side, and the incoming one would be gone without a marker.
"""
PATTERNS = ("*.plan.toml", "aiplan.toml")
"""Files that are always meant."""
ATTRIBUTES = "text eol=lf merge=aiplan diff=aiplan"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that git has to know."""

    name: str
    right: bool


def install(repository: Repository, files: tuple[str, ...] = ()) -> list[str]:
    """Set everything up; return what was changed, in words."""
    changed = []
    for key, value in CONFIG:
        if _configured(repository, key) != value:
            repository.run("config", "--local", key, value)
            changed.append(f"git config {key}")
    lines = _attribute_lines(repository)
    missing = [p for p in _patterns(files) if f"{p} {ATTRIBUTES}" not in map(str.rstrip, lines)]
    if missing:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        _write(repository, [*lines, *(f"{pattern} {ATTRIBUTES}\n" for pattern in missing)])
    return changed + [f".gitattributes: {pattern}" for pattern in missing]


def uninstall(repository: Repository) -> list[str]:
    """Take everything back that `install` set; return what was changed, in words."""
    changed = []
    for section in ("merge.aiplan", "diff.aiplan"):
        try:
            repository.run("config", "--local", "--remove-section", section)
            changed.append(f"git config {section}")
        except GitError:
            continue
    lines = _attribute_lines(repository)
    kept = [line for line in lines if not line.rstrip().endswith(f" {ATTRIBUTES}")]
    if kept != lines:
        _write(repository, kept)
        changed.append(".gitattributes")
    return changed


def status(repository: Repository, files: tuple[str, ...] = ()) -> list[Setting]:
    """Return what git has to know, and whether it does."""
    found = [Setting(f"git config {key}", _configured(repository, key) == value) for key, value in CONFIG]
    names = *((p, p.replace("*", "any")) for p in PATTERNS), *((_pattern(name), name) for name in files)
    for pattern, name in names:
        said = repository.run("check-attr", "-z", "merge", "diff", "--", name).split(b"\0")
        found.append(Setting(f".gitattributes: {pattern}", said[2:6:3] == [b"aiplan", b"aiplan"]))
    return found


def _patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    return (*PATTERNS, *map(_pattern, files))


def _pattern(name: str) -> str:
    """Return the pattern that means the file `name` and no other; source: gitattributes(5), gitignore(5)."""
    literal = "/" + re.sub(r"([\\*?\[])", r"\\\1", name)
    if not re.search(r'[\s"\x00-\x1f]', literal):
        return literal
    escaped = literal.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _configured(repository: Repository, key: str) -> str:
    try:
        return repository.run("config", "--local", "--get", key).decode().rstrip("\n")
    except GitError:
        return ""


def _attributes(repository: Repository) -> Path:
    return repository.top / ".gitattributes"


def _attribute_lines(repository: Repository) -> list[str]:
    """Return the lines with their ends, bytes that are not UTF-8 kept as they are."""
    path = _attributes(repository)
    if not path.exists():
        return []
    return path.read_bytes().decode(errors="surrogateescape").splitlines(keepends=True)


def _write(repository: Repository, lines: list[str]) -> None:
    path = _attributes(repository)
    if lines:
        path.write_bytes("".join(lines).encode(errors="surrogateescape"))
    else:
        path.unlink()
