"""Dependencies between entries by what the file calls them; what names nothing and what is circular is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aiplan.importing.notes import N_, Note
from aiplan.importing.outline import Outline, names_of, place_name
from aiplan.importing.source import Entry, Follows
from aiplan.model.values import LinkType

_ROUNDS = 8
"""How often one link of every ring is taken out, before all that point upwards are."""


@dataclass(frozen=True, slots=True)
class Link:
    """One dependency by positions."""

    before: int
    after: int
    type: LinkType
    lag: int


def links_of(found: Outline) -> tuple[tuple[Link, ...], dict[int, list[str]], tuple[Note, ...]]:
    """Return the dependencies, what is kept as notes of entries, and what is to be said."""
    linker = _Linker(found)
    links = linker.links()
    circular = tuple(_circular(links, found.part_of, len(found.entries)))
    for link in circular:
        linker.drop(link, N_("{predecessor} and {title} wait for each other: this dependency was left out"))
    left_out = frozenset(circular)
    return tuple(link for link in links if link not in left_out), linker.kept, tuple(linker.notes)


class _Linker:
    """Looks up names."""

    def __init__(self, found: Outline) -> None:
        self._entries = found.entries
        self._part_of = found.part_of
        self._names = names_of(found.entries)
        self._names |= {place_name(i): i for i in range(len(found.entries))}
        self.kept: dict[int, list[str]] = {}
        self.notes: list[Note] = []

    def links(self) -> list[Link]:
        """Return the dependencies, each once."""
        found: dict[tuple[int, int, LinkType], Link] = {}
        for link in self._wanted():
            if link.before == link.after:
                self.drop(link, N_("{title} depends on itself: left out"))
            elif self._part_of.get(link.before) == link.after or self._part_of.get(link.after) == link.before:
                self.drop(link, N_("{predecessor} and {title} are parts of each other: the dependency was left out"))
            elif (link.before, link.after, link.type) in found:
                continue
            else:
                found[link.before, link.after, link.type] = link
        return list(found.values())

    def _wanted(self) -> Iterator[Link]:
        for i, entry in enumerate(self._entries):
            for follows in entry.follows:
                before = self._names.get(follows.ref.casefold())
                if before is None:
                    self._unknown(i, entry, follows)
                else:
                    yield Link(before, i, follows.type, follows.lag)
            for ref in entry.leads_to:
                after = self._names.get(ref.casefold())
                if after is None:
                    self._unknown(i, entry, Follows(ref))
                else:
                    yield Link(i, after, "FS", 0)

    def _unknown(self, i: int, entry: Entry, follows: Follows) -> None:
        said = N_("nothing here is called {text}: the dependency was left out")
        self.notes.append(Note(said, {"text": repr(follows.ref[:80])}, entry.line))
        self.kept.setdefault(i, []).append(f"Depends on: {follows.ref}")

    def drop(self, link: Link, said: str) -> None:
        """Leave a dependency out, and keep it as a note."""
        before, after = self._entries[link.before], self._entries[link.after]
        values = {"title": repr(after.title[:60]), "predecessor": repr(before.title[:60])}
        self.notes.append(Note(said, values, after.line))
        if link.before != link.after:
            self.kept.setdefault(link.after, []).append(f"Depends on: {before.title}")


def _circular(links: Sequence[Link], part_of: Mapping[int, int], count: int) -> Iterator[Link]:
    """Yield links without which nothing waits for itself.

    A milestone with parts has a start, which its own links hold back, and an end, which its parts do.
    """
    left = list(links)
    for patience in range(_ROUNDS, -len(links), -1):
        cut = _round(left, part_of, count)
        if cut and not patience:
            cut = {link for link in left if link.before > link.after}
        if not cut:
            return
        yield from sorted(cut, key=lambda link: (link.after, link.before))
        left = [link for link in left if link not in cut]


def _round(links: Sequence[Link], part_of: Mapping[int, int], count: int) -> set[Link]:
    """Return one link of every ring that a walk through all entries closes: one that points upwards, or the last."""
    after: list[list[tuple[int, Link | None]]] = [[] for _ in range(2 * count)]
    for i, parent in part_of.items():
        after[2 * parent].append((2 * i, None))
        after[2 * i + 1].append((2 * parent + 1, None))
    for i in range(count):
        after[2 * i].append((2 * i + 1, None))
    for link in links:
        after[2 * link.before + 1].append((2 * link.after, link))
    cut = set[Link]()
    state = bytearray(2 * count)
    for root in range(2 * count):
        if not state[root]:
            _walk(root, after, state, cut)
    return cut


def _walk(root: int, after: Sequence[Sequence[tuple[int, Link | None]]], state: bytearray, cut: set[Link]) -> None:
    """Go through everything after `root` in depth; `state` is 1 on the way there and 2 behind it."""
    path, came = [(root, iter(after[root]))], list[Link | None]([None])
    place = {root: 0}
    state[root] = 1
    while path:
        node, rest = path[-1]
        step = next(rest, None)
        if step is None:
            state[node] = 2
            path.pop()
            came.pop()
        elif state[step[0]] == 0:
            state[step[0]] = 1
            place[step[0]] = len(path)
            path.append((step[0], iter(after[step[0]])))
            came.append(step[1])
        elif state[step[0]] == 1:
            ring = [link for link in (step[1], *came[place[step[0]] + 1 :]) if link is not None]
            if cut.isdisjoint(ring):
                cut.add(max(ring, key=lambda link: (link.before > link.after, link.after, link.before)))
