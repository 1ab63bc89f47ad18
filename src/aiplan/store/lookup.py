"""Which file is meant by a name, a folder, or nothing at all.

Loads nothing that reads plans: the interface paints its first rows before anything does.
"""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import Path

from aiplan.errors import PlanNotFound
from aiplan.phrases import Phrase, say

DEFAULT_NAME = "aiplan.toml"
"""The plan that is meant where none is named."""
PATTERN = "*.plan.toml"
"""What else is taken for a plan."""
_FORMAT = re.compile(rb"^format *= *[0-9]", re.MULTILINE)
_HEAD = 4096
"""Bytes at the beginning of a file in which the format of a plan is named."""
_PASSED_BY = frozenset({"node_modules", "__pycache__"})
"""Folders in which nobody keeps a plan."""


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
    found = plans_in(directory)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise PlanNotFound(
            say("several plans are in {directory}: {names}", directory=directory, names=names),
            hint=say("name one: -f {name}", name=found[0].name),
        )
    raise PlanNotFound(_no_plan_in(directory), hint=_way_out(directory))


def _no_plan_in(directory: Path) -> Phrase:
    return say(
        "there is no plan in {directory}: neither {default_name} nor {pattern}",
        directory=directory,
        default_name=DEFAULT_NAME,
        pattern=PATTERN,
    )


def _way_out(directory: Path) -> str:
    """Return what can be done in a folder without a plan: a file that begins like one is named."""
    try:
        for path in sorted(path for path in directory.glob("*.toml") if path.is_file()):
            with path.open("rb") as file:
                if _FORMAT.search(file.read(_HEAD)):
                    return say("{name} looks like one: -f {name}", name=path.name)
    except OSError:
        pass
    return say("aiplan init writes a first plan; -f FILE names one elsewhere")


def plans_in(directory: Path) -> tuple[Path, ...]:
    """Return the `*.plan.toml` files of a folder, sorted; none where it cannot be read."""
    try:
        return tuple(sorted(path for path in directory.glob(PATTERN) if path.is_file()))
    except OSError:
        return ()


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
        raise PlanNotFound(_no_plan_in(directory))
    return sorted(found)
