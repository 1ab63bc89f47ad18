"""Where a path of the plan stands in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from aiplan.model.address import Path
from aiplan.store.scan import Block, join
from aiplan.store.syntax import Entry, Node, Span


@dataclass(frozen=True, slots=True)
class Region:
    """One block with the path of its table; entries of array tables carry their position."""

    index: int
    block: Block
    at: Path


@dataclass(frozen=True, slots=True)
class Written:
    """A value that stands behind a key, or as an entry of an array."""

    index: int
    """Of the block."""
    entry: Entry
    """The lines it stands on."""
    at: Path
    node: Node
    chain: tuple[tuple[Node, int], ...] = ()
    """Arrays and inline tables round it, outermost first, with the position of the entry in each."""

    @property
    def parts(self) -> tuple[Span, ...]:
        """Where the parts of its own key stand; empty for an entry of an array."""
        if not self.chain:
            return self.entry.parts
        container, position = self.chain[-1]
        return container.items[position].parts

    @property
    def start(self) -> int:
        """Where it begins, its key included."""
        return self.parts[0][0] if self.parts else self.node.start


@dataclass(frozen=True, slots=True)
class Place:
    """Everything in the text that makes up what stands at one path."""

    exact: Written | None
    """The value itself, written behind a key or as an entry."""
    dotted: tuple[Written, ...]
    """Values inside it that dotted keys give."""
    headers: tuple[Region, ...]
    """Its own table header."""
    below: tuple[Region, ...]
    """Tables inside it that have headers of their own."""

    @property
    def missing(self) -> bool:
        """Whether nothing stands there."""
        return self.exact is None and not self.dotted and not self.headers and not self.below


class Layout:
    """The blocks of a text with their index; immutable, changed copies share what stays."""

    def __init__(self, blocks: Sequence[Block], *, tolerant: bool = False) -> None:
        self.blocks = tuple(blocks)
        self.tolerant = tolerant
        """Whether tables that stand twice are passed over."""

    @cached_property
    def ignored(self) -> frozenset[int]:
        """Positions of blocks that repeat a table; they count for nothing."""
        return frozenset(index for index, _ in duplicates(self.blocks)) if self.tolerant else frozenset()

    @cached_property
    def _by_item(self) -> dict[tuple[str, ...], list[int]]:
        """Positions of blocks by the first two names of their header; those of one name by that name alone."""
        found: dict[tuple[str, ...], list[int]] = {}
        for index, block in enumerate(self.blocks):
            if index not in self.ignored:
                found.setdefault(block.keys[:2], []).append(index)
        return found

    @cached_property
    def _by_top(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, block in enumerate(self.blocks):
            if block.keys and index not in self.ignored:
                found.setdefault(block.keys[0], []).append(index)
        return found

    @cached_property
    def lines_before(self) -> list[int]:
        """How many lines end before each block."""
        return [0, *accumulate(block.newlines for block in self.blocks)]

    def related(self, path: Path) -> list[int]:
        """Return the positions, in file order, of every block that can say something about `path`."""
        names = [part for part in path if isinstance(part, str)]
        if not names:
            return [index for index in range(len(self.blocks)) if index not in self.ignored]
        if len(names) == 1:
            return [0, *self._by_top.get(names[0], ())]
        found = [0, *self._by_item.get((names[0],), ()), *self._by_item.get((names[0], names[1]), ())]
        return sorted(i for i in found if _alike(self.blocks[i].keys, names))

    def relevant_text(self, path: Path) -> str:
        """Return the part of the file that decides what stands at `path`: a TOML document by itself."""
        return "".join(_with_newline(self.blocks[index].text) for index in self.related(path))

    def regions(self, path: Path) -> Iterator[Region]:
        """Yield the blocks related to `path` in file order, each with the path of its table."""
        counts: dict[Path, int] = {}
        for index in self.related(path):
            block = self.blocks[index]
            at: Path = ()
            for depth, name in enumerate(block.keys, start=1):
                at = (*at, name)
                if block.array and depth == len(block.keys):
                    counts[at] = counts.get(at, 0) + 1
                    at = (*at, counts[at] - 1)
                elif at in counts:
                    at = (*at, counts[at] - 1)
            yield Region(index, block, at)

    def find(self, path: Path) -> Place:
        """Return where `path` stands."""
        exact: Written | None = None
        dotted: list[Written] = []
        headers: list[Region] = []
        below: list[Region] = []
        for region in self.regions(path):
            if region.at == path:
                headers.append(region)
                if path:  # its entries are inside it, and its header stands for them
                    continue
            elif region.at[: len(path)] == path:
                below.append(region)
            if region.at != path[: len(region.at)]:
                continue
            for entry in region.block.entries:
                full = (*region.at, *entry.key)
                if _alike(full, path):
                    for found in _descend(Written(region.index, entry, full, entry.node), path):
                        if found.at == path:
                            exact = found
                        else:
                            dotted.append(found)
        if path and headers and exact is None:
            dotted = []
        return Place(exact, tuple(dotted), tuple(headers), tuple(below))

    def offset_of(self, path: Path) -> tuple[int, int] | None:
        """Return block and position in it where `path` begins, `None` where it is not in the text."""
        place = self.find(path)
        if place.exact is not None:
            return place.exact.index, place.exact.start
        starts = [(written.index, written.start) for written in place.dotted]
        starts += [(region.index, region.block.lead) for region in place.headers or place.below]
        return min(starts, default=None)

    def line_of(self, path: Path) -> int | None:
        """Return the line (from 1) on which `path`, or the nearest thing round it, begins."""
        while path:
            found = self.offset_of(path)
            if found is not None:
                index, offset = found
                return 1 + self.lines_before[index] + self.blocks[index].text.count("\n", 0, offset)
            path = path[:-1]
        return None

    def splice(self, start: int, end: int, blocks: Sequence[Block]) -> Layout:
        """Return the layout with `blocks` in place of those from `start` to before `end`."""
        old = self.blocks[start:end]
        changed = Layout((*self.blocks[:start], *blocks, *self.blocks[end:]), tolerant=self.tolerant)
        if not self.tolerant and [b.keys for b in old] == [b.keys for b in blocks]:
            for name in ("_by_item", "_by_top"):
                if name in self.__dict__:
                    changed.__dict__[name] = self.__dict__[name]
        return changed

    @property
    def text(self) -> str:
        """The text that the blocks make up."""
        return join(self.blocks)


def duplicates(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return (position, position of the first) of every block that repeats the table of an earlier one.

    The sub-tables that directly follow a repeated table repeat with it.
    """
    first: dict[tuple[str, ...], int] = {}
    found: list[tuple[int, int]] = []
    arrays: set[tuple[str, ...]] = set()
    repeated: tuple[tuple[str, ...], int] | None = None
    for index, block in enumerate(blocks):
        if not block.keys:
            continue
        if (
            repeated is not None
            and len(block.keys) > len(repeated[0])
            and block.keys[: len(repeated[0])] == repeated[0]
        ):
            found.append((index, repeated[1]))
            continue
        repeated = None
        if block.array and (block.keys in arrays or block.keys not in first):
            if block.keys in arrays:
                first = {k: v for k, v in first.items() if k[: len(block.keys)] != block.keys}
            arrays.add(block.keys)
        elif block.keys in first or block.keys in arrays:
            repeated = (block.keys, first.get(block.keys, index))
            found.append((index, repeated[1]))
            continue
        first[block.keys] = index
    return found


def _alike(one: Sequence[str | int], other: Sequence[str | int]) -> bool:
    """Tell whether one path begins with the other."""
    length = min(len(one), len(other))
    return tuple(one[:length]) == tuple(other[:length])


def _descend(written: Written, path: Path) -> Iterator[Written]:
    if len(written.at) >= len(path):
        yield written
        return
    node = written.node
    if node.kind == "array":
        position = path[len(written.at)]
        if isinstance(position, int) and position < len(node.items):
            inner = node.items[position].node
            yield from _descend(_inside(written, position, (*written.at, position), inner), path)
    elif node.kind == "table":
        for position, item in enumerate(node.items):
            full = (*written.at, *item.key)
            if _alike(full, path):
                yield from _descend(_inside(written, position, full, item.node), path)


def _inside(written: Written, position: int, at: Path, node: Node) -> Written:
    return Written(written.index, written.entry, at, node, (*written.chain, (written.node, position)))


def _with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
