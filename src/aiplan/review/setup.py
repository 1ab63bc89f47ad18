"""What git has to know of plans: the merge driver, hunk headers, words, and which files are meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiplan.review.git import GitError, Repository

CONFIG: tuple[tuple[str, str], ...] = (
    ("merge.aiplan.name", "aiplan semantic merge"),
    (
        "merge.aiplan.driver",
        (
            "if command -v aiplan >/dev/null 2>&1; "
            "then aiplan merge-driver %O %A %B --marker-size=%L --path=%P; "
            "else git merge-file -L current -L base -L incoming --marker-size=%L %A %O %B; fi"
        ),
    ),
    ("merge.aiplan.recursive", "binary"),
    ("diff.aiplan.xfuncname", r"^[ \t]*(\[\[?[^]]+\]\]?[ \t]*(#.*)?)$"),
    ("diff.aiplan.wordRegex", '"[^"]*"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Za-z0-9_.-]+|[^[:space:]]'),
)
"""Key → value of the repository's configuration. The driver is guarded: without aiplan, git merges the text."""
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
    for pattern in _patterns(files):
        line = f"{pattern} {ATTRIBUTES}"
        if line not in lines:
            lines = [*(old for old in lines if old.split(" ")[0] != pattern), line]
            changed.append(f".gitattributes: {pattern}")
    if changed:
        _attributes(repository).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return changed


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
    kept = [line for line in lines if not line.endswith(ATTRIBUTES)]
    if kept != lines:
        path = _attributes(repository)
        if kept:
            path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        else:
            path.unlink()
        changed.append(".gitattributes")
    return changed


def status(repository: Repository, files: tuple[str, ...] = ()) -> list[Setting]:
    """Return what git has to know, and whether it does."""
    found = [Setting(f"git config {key}", _configured(repository, key) == value) for key, value in CONFIG]
    for pattern in _patterns(files):
        name = pattern.replace("*", "any")
        said = repository.run("check-attr", "merge", "diff", "--", name).decode(errors="replace")
        found.append(Setting(f".gitattributes: {pattern}", said.count(": aiplan") == 2))
    return found


def _patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(f'"{name}"' if " " in name else name for name in files)
    return (*PATTERNS, *(f"/{name}" if not name.startswith('"') else f'"/{name[1:]}' for name in named))


def _configured(repository: Repository, key: str) -> str:
    try:
        return repository.run("config", "--local", "--get", key).decode().rstrip("\n")
    except GitError:
        return ""


def _attributes(repository: Repository) -> Path:
    return repository.top / ".gitattributes"


def _attribute_lines(repository: Repository) -> list[str]:
    path = _attributes(repository)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
