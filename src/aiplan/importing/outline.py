"""What is part of what: groups of entries as milestones with members, one level deep as in a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aiplan.importing.notes import N_, Note
from aiplan.importing.source import Entry, Follows


@dataclass(frozen=True, slots=True)
class Outline:
    """The entries with their groups."""

    entries: tuple[Entry, ...]
    """In the order of the plan: each group followed by its members."""
    part_of: Mapping[int, int]
    """Position of an entry → that of the milestone it is part of."""
    name: str
    """Of the product, where one group holds everything."""
    notes: tuple[Note, ...]


def outline(entries: Sequence[Entry]) -> Outline:
    """Return entries under their groups.

    A group that holds all others gives the plan its name. Of groups in groups each is a milestone; an outer one
    follows the inner ones where it has no work of its own, else the notes of the inner ones say what they are part of.
    """
    every, parents = _with_parents(entries)
    name = ""
    top = {i for i in range(len(every)) if i not in parents}
    if len(top) == 1 and len(every) > 1 and any(p in parents for p in parents.values()):
        (root,) = top
        if not _linked(every, root):
            name = every[root].title
            every[root], parents = replace(every[root], kind="group"), {i: p for i, p in parents.items() if p != root}
            return _arranged(every, parents, name, left_out=root)
    return _arranged(every, parents, name)


def _linked(entries: Sequence[Entry], root: int) -> bool:
    return bool(entries[root].follows or entries[root].leads_to)


def _with_parents(entries: Sequence[Entry]) -> tuple[list[Entry], dict[int, int]]:
    """Return the entries, groups that have no row among them, and what is part of what."""
    every = list(entries)
    by_name = names_of(every)
    parents: dict[int, int] = {}
    made: dict[str, int] = {}
    above: list[tuple[int, int]] = []
    for i, entry in enumerate(entries):
        if entry.level is not None:
            while above and above[-1][0] >= entry.level:
                above.pop()
            if above and not entry.parent:
                parents[i] = above[-1][1]
            above.append((entry.level, i))
        if not entry.parent:
            continue
        name = entry.parent.casefold()
        found = by_name.get(name, made.get(name))
        if found is None:
            found = made[name] = len(every)
            every.append(Entry(line=entry.line, title=entry.parent, kind="group"))
        if found != i:
            parents[i] = found
    for i in list(parents):
        _break_ring(parents, i)
    return every, parents


def _break_ring(parents: dict[int, int], start: int) -> None:
    """Make sure that nothing is part of itself, by way of others."""
    seen, at = {start}, start
    while at in parents:
        if parents[at] in seen:
            del parents[at]
            return
        at = parents[at]
        seen.add(at)


def names_of(entries: Sequence[Entry]) -> dict[str, int]:
    """Return what entries are called by, small → position: ids come before titles, the first of equal ones counts."""
    found: dict[str, int] = {}
    for i, entry in enumerate(entries):
        for ref in entry.refs[:1]:
            found.setdefault(ref.casefold(), i)
    for i, entry in enumerate(entries):
        for ref in entry.refs[1:]:
            found.setdefault(ref.casefold(), i)
    for i, entry in enumerate(entries):
        found.setdefault(entry.title.casefold(), i)
    return found


def _arranged(every: Sequence[Entry], parents: Mapping[int, int], name: str, left_out: int = -1) -> Outline:
    children: dict[int, list[int]] = {}
    for i, parent in parents.items():
        children.setdefault(parent, []).append(i)
    groups = set(children)
    entries, notes = list(every), list[Note]()
    part_of: dict[int, int] = {}
    for parent, inside in children.items():
        work = [i for i in inside if i not in groups and entries[i].kind == "task"]
        others = [i for i in inside if i not in work]
        part_of |= dict.fromkeys(work, parent)
        if not work:
            more = tuple(Follows(_handle(i)) for i in others)
            entries[parent] = replace(entries[parent], follows=(*entries[parent].follows, *more))
            continue
        for i in others:
            said = f"Part of: {entries[parent].title}"
            entries[i] = replace(entries[i], notes=(said, *entries[i].notes))
            notes.append(
                Note(
                    N_("the milestone {title} is part of {group}: kept as a note, as milestones hold none"),
                    {"title": entries[i].title, "group": entries[parent].title}, entries[i].line,
                )
            )  # fmt: skip
    order = [i for i in _order(entries, part_of, set(part_of.values())) if i != left_out]
    at = {old: new for new, old in enumerate(order)}
    placed = tuple(_named(entries[i], at) for i in order)
    return Outline(
        placed,
        {at[i]: at[p] for i, p in part_of.items()},
        name,
        tuple(notes),
    )


def _handle(i: int) -> str:
    """Return what an entry is called by before it has its place."""
    return f"\0{i}"


def _named(entry: Entry, at: Mapping[int, int]) -> Entry:
    def moved(follows: Follows) -> Follows:
        if not follows.ref.startswith("\0"):
            return follows
        return replace(follows, ref=place_name(at[int(follows.ref[1:])]))

    return replace(entry, follows=tuple(moved(follows) for follows in entry.follows))


def place_name(position: int) -> str:
    """Return a name that no file gives, for the entry at a position."""
    return f"\0at {position}"


def _order(entries: Sequence[Entry], part_of: Mapping[int, int], holders: set[int]) -> Iterator[int]:
    """Yield the entries as they stand, each milestone before its first part, and all its parts behind it."""
    inside: dict[int, list[int]] = {}
    for i, parent in part_of.items():
        inside.setdefault(parent, []).append(i)
    done = set[int]()
    for i in range(len(entries)):
        head = part_of.get(i, i)
        if head in done:
            continue
        done.add(head)
        yield head
        if head in holders:
            yield from sorted(inside[head])
