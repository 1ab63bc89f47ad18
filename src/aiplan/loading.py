"""From a name on the command line to a plan: found, read, located."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from aiplan.errors import PlanNotFound, UnreadablePlan
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.store.files import Stored, read_file
from aiplan.store.text import PlanText

DEFAULT_NAME = "aiplan.toml"
"""The plan that is meant where none is named."""
PATTERN = "*.plan.toml"
"""What else is taken for a plan."""
_PASSED_BY = frozenset({"node_modules", "__pycache__"})
"""Folders in which nobody keeps a plan."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as it was read."""

    path: Path
    stored: Stored
    """The bytes as they were on disk."""
    text: PlanText
    plan: Plan
    findings: tuple[Finding, ...]
    """What is wrong in file, syntax, keys, types and ids, with lines."""


def find_plan(directory: Path, named: str | None = None) -> Path:
    """Return the plan file that is meant: the one named, else `aiplan.toml`, else the only `*.plan.toml`.

    Args:
        directory: where to look, and what `named` is relative to.
        named: a file, or a folder to look in.

    Raises:
        PlanNotFound: where there is none, or several and none named.
    """
    if named:
        path = directory / named
        if not path.is_dir():
            return path
        directory = path
    default = directory / DEFAULT_NAME
    if default.is_file():
        return default
    try:
        found = sorted(path for path in directory.glob(PATTERN) if path.is_file())
    except OSError:
        found = []
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise PlanNotFound(f"several plans are in {directory}: {names}", hint=f"name one: -f {found[0].name}")
    raise PlanNotFound(
        f"there is no plan in {directory}: neither {DEFAULT_NAME} nor {PATTERN}",
        hint="aiplan init writes a first plan; -f FILE names one elsewhere",
    )


def plans_below(directory: Path) -> list[Path]:
    """Return every plan in `directory` and below it, sorted; folders whose names begin with a dot are passed by.

    Raises:
        PlanNotFound: where there is none.
    """
    found = []
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _PASSED_BY]
        found += [Path(folder, name) for name in names if name == DEFAULT_NAME or fnmatchcase(name, PATTERN)]
    if not found:
        raise PlanNotFound(f"there is no plan in {directory}: neither {DEFAULT_NAME} nor {PATTERN}")
    return sorted(found)


def load(path: Path) -> Loaded:
    """Return the plan at `path`.

    Raises:
        PlanNotFound: where there is no file.
        UnreadablePlan: where it cannot be read or is not TOML.
    """
    stored = read_file(path)
    return from_stored(path, stored)


def from_stored(path: Path, stored: Stored) -> Loaded:
    """Return the plan that the bytes of `stored`, read from `path`, hold.

    Raises:
        UnreadablePlan: where they are not a plan.
    """
    text = PlanText.from_bytes(stored.raw, path=str(path))
    try:
        plan, findings = read_plan(text.data, file_order=text.file_order)
    except RecursionError:
        raise UnreadablePlan("values are nested too deeply", path=str(path)) from None
    return Loaded(path, stored, text, plan, (*text.problems, *text.located(findings)))
