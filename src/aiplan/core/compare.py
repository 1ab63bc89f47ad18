"""What two versions of a plan say otherwise, by address: the meaning of an edit, not its lines.

Comments, order of tables and keys, spacing and spelling of numbers do not count.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiplan.core.edits import apply_edit
from aiplan.core.plain import same
from aiplan.model.address import Path, format_address
from aiplan.model.edits import AddItem, Edit, RemoveField, RemoveItem, RenameItem, SetField
from aiplan.model.shape import sections

ChangeKind = Literal["added", "removed", "renamed", "set"]
ALIKE = 0.6
"""Share of keys and values from which a removed and an added table are taken for a renamed one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    kind: ChangeKind
    path: Path
    """Of the item or the value; of a renamed item its new address."""
    old: Any = None
    """Value before; of a renamed item its old id."""
    new: Any = None

    @property
    def address(self) -> str:
        """The written form of `path`."""
        return format_address(self.path)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs between two plans as plain data, renames first, then in the order of the format.

    A removed and an added table of one section count as renamed where they say nearly the same and every reference
    moved with them; what else they say differently follows as changes under the new address.
    """
    changes: list[Change] = []
    renames = _renames(before, after)
    before = _renamed_data(before, renames)
    changes += [Change("renamed", (section, name), was, name) for section, was, name in renames]
    tables = sections()
    for key in dict.fromkeys((*before, *after)):
        old: Any = before.get(key)
        new: Any = after.get(key)
        old_items: Any = {} if old is None else old
        new_items: Any = {} if new is None else new
        if key in tables and isinstance(old_items, dict) and isinstance(new_items, dict):
            changes += _items((key,), old_items, new_items)
        elif key not in before or key not in after or not same_list(key, old, new):
            changes += _values((key,), old, new, present=(key in before, key in after))
    return tuple(changes)


def _items(path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        here = (*path, key)
        if key not in new:
            yield Change("removed", here, old[key])
        elif key not in old:
            yield Change("added", here, None, new[key])
        elif not same(old[key], new[key]):
            yield from _values(here, old[key], new[key], present=(True, True))


def _values(path: Path, old: Any, new: Any, *, present: tuple[bool, bool]) -> Iterator[Change]:
    if all(present) and isinstance(old, dict) and isinstance(new, dict) and not _one_value(path):
        for key in dict.fromkeys((*old, *new)):
            if key not in old or key not in new or not same_list(key, old[key], new[key]):
                inside = (key in old, key in new)
                yield from _values((*path, key), old.get(key), new.get(key), present=inside)
        return
    if not all(present) or not same_list(str(path[-1]), old, new):
        yield Change("set", path, old if present[0] else None, new if present[1] else None)


def _one_value(path: Path) -> bool:
    """Tell whether the table at `path` is one value: a three-point estimate."""
    return path[-1] == "duration"


def same_list(key: str, old: Any, new: Any) -> bool:
    """Tell whether two values say the same; `depends_on`, gates and lists of ids in any order."""
    if isinstance(old, list) and isinstance(new, list) and key in _SETS:
        return sorted(map(str, old)) == sorted(map(str, new))
    return same(old, new)


_SETS = frozenset({
    "depends_on", "gates", "criteria", "entry_gates", "exit_gates", "goals", "tags", "links", "answers", "affects",
    "datasets", "risks", "users", "waives", "gaps", "non_goals",
})  # fmt: skip
"""Lists whose order means nothing."""


def entries_changed(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the entries of a list that went and that came."""
    gone = [entry for entry in old if not any(same(entry, other) for other in new)]
    come = [entry for entry in new if not any(same(entry, other) for other in old)]
    return gone, come


def _renames(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for section in sections():
        old, new = before.get(section, {}), after.get(section, {})
        if isinstance(old, dict) and isinstance(new, dict):
            found += [(section, name, other) for name, other in renamed_items(old, new).items()]
    return found


def renamed_items(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Return old id → new id of the items of one section that say nearly the same under another id."""
    gone, come = [k for k in old if k not in new], [k for k in new if k not in old]
    found: dict[str, str] = {}
    for name in gone:
        scored = [(_likeness(old[name], new[k]), k) for k in come if k not in found.values()]
        best = max(scored, default=(0.0, ""))
        if best[0] >= ALIKE:
            found[name] = best[1]
    return found


def _likeness(a: Any, b: Any) -> float:
    """Return how alike two tables are, 0 … 1: the share of keys whose values agree, titles by their letters."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return 0.0
    keys = set(a) | set(b)
    if not keys:
        return 0.0
    total = 0.0
    for key in keys:
        if key in a and key in b:
            if same(a[key], b[key]):
                total += 1
            elif key in ("title", "said") and isinstance(a[key], str) and isinstance(b[key], str):
                total += difflib.SequenceMatcher(None, a[key], b[key]).ratio() / 2
    return total / len(keys)


def _renamed_data(data: Mapping[str, Any], renames: Sequence[tuple[str, str, str]]) -> Mapping[str, Any]:
    for section, old, new in renames:
        data = apply_edit(data, RenameItem(section, old, new))
    return data


def edits_of(change: Change) -> tuple[Edit, ...]:
    """Return the edits that make one change."""
    if change.kind == "renamed":
        return (RenameItem(str(change.path[0]), str(change.old), str(change.new)),)
    if change.kind == "added":
        return (AddItem(str(change.path[0]), str(change.path[1]), change.new),)
    if change.kind == "removed":
        return (RemoveItem(str(change.path[0]), str(change.path[1])),)
    if change.new is None:
        return (RemoveField(change.path),)
    return (SetField(change.path, change.new),)


def reverse(change: Change) -> Change:
    """Return the change that takes `change` back."""
    if change.kind == "renamed":
        section, name = change.path
        return Change("renamed", (section, str(change.old)), name, change.old)
    kind: ChangeKind = "removed" if change.kind == "added" else "added" if change.kind == "removed" else "set"
    return Change(kind, change.path, change.new, change.old)
