"""The plan file as an immutable, lossless text that knows what it says and where."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import compress
from operator import is_not
from typing import TYPE_CHECKING, Any

from aiplan.errors import EditRefused
from aiplan.model.address import Path
from aiplan.model.finding import Finding
from aiplan.phrases import say
from aiplan.store.conflicts import Conflict, conflict_findings, current_side, find_conflicts
from aiplan.store.locate import Layout
from aiplan.store.problems import BOM, decode, duplicate_findings, is_shallow, syntax_error, too_deep
from aiplan.store.scan import Block, scan
from aiplan.store.toml import read_toml

if TYPE_CHECKING:
    from aiplan.model.edits import Edit
    from aiplan.model.suppression import Suppression


class PlanText:
    """The text of a plan file; `apply` gives a changed one.

    Every byte that no edit means stays as it is: comments, blank lines, order, number spelling, line ends, BOM.
    """

    def __init__(
        self,
        layout: Layout,
        data: Mapping[str, Any],
        *,
        bom: bool = False,
        problems: tuple[Finding, ...] = (),
        conflicted: tuple[str, tuple[Conflict, ...]] | None = None,
    ) -> None:
        self.layout = layout
        self.data = data
        """The whole file as `tomllib` gives it; not to be changed."""
        self.bom = bom
        self.problems = problems
        """Merge conflicts (AIP001) and tables that stand twice (AIP101), with their lines."""
        self._conflicted = conflicted

    @classmethod
    def from_bytes(cls, raw: bytes, *, path: str = "") -> PlanText:
        """Return the plan text that `raw` holds.

        Args:
            raw: the bytes of the file.
            path: what errors call it.

        Raises:
            UnreadablePlan: where `raw` is empty, binary, not UTF-8 or not TOML.
        """
        text = decode(raw, path)
        bom = text.startswith(BOM)
        return cls.from_text(text.removeprefix(BOM), path=path, bom=bom)

    @classmethod
    def from_text(cls, text: str, *, path: str = "", bom: bool = False) -> PlanText:
        """Return the plan text that `text`, without byte order mark, is.

        Raises:
            UnreadablePlan: where it is not TOML.
        """
        conflicts = find_conflicts(text) if "<<<<<<<" in text else ()
        shown = current_side(text, conflicts) if conflicts else text
        problems = conflict_findings(conflicts)
        conflicted = (text, conflicts) if conflicts else None
        layout = Layout(scan(shown))
        try:
            data = read_toml(shown, layout.blocks)
        except RecursionError:
            raise too_deep(path) from None
        except ValueError as error:
            layout = Layout(layout.blocks, tolerant=True)
            data = _without_duplicates(layout, error, path, conflicts)
            problems += duplicate_findings(layout)
        return cls(layout, data, bom=bom, problems=problems, conflicted=conflicted)

    @property
    def text(self) -> str:
        """The whole text, without byte order mark, as it will be saved."""
        return self._conflicted[0] if self._conflicted else self.layout.text

    def same_text(self, other: PlanText) -> bool:
        """Tell whether both are the same bytes."""
        if self is other:
            return True
        if self.bom != other.bom or self.read_only or other.read_only:
            return self.to_bytes() == other.to_bytes()
        own, others = self.layout.blocks, other.layout.blocks
        if len(own) == len(others):
            differing = compress(zip(own, others, strict=True), map(is_not, own, others))
            if all(one.text == another.text for one, another in differing):
                return True
        return self.text == other.text

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return ((BOM if self.bom else "") + self.text).encode()

    def data_of(self, raw: bytes) -> Mapping[str, Any]:
        """Return what `raw`, a version of this file, says.

        By `tomllib` alone: a save is not judged by the reader whose result it is compared with.

        Raises:
            UnreadablePlan: where it is not TOML.
        """
        if self.problems:
            return PlanText.from_bytes(raw).data
        text = decode(raw, "").removeprefix(BOM)
        try:
            return tomllib.loads(text)
        except RecursionError:
            raise too_deep("") from None
        except ValueError as error:
            raise syntax_error(error, "", text, ()) from None

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Merge conflicts in the file."""
        return self._conflicted[1] if self._conflicted else ()

    @property
    def read_only(self) -> bool:
        """Whether the file cannot be edited, since merge conflicts stand in it."""
        return self._conflicted is not None

    @property
    def tables(self) -> tuple[Block, ...]:
        """The tables in file order, each with the comment above it; tables that stand twice included."""
        return self.layout.blocks[1:]

    @cached_property
    def file_order(self) -> tuple[str, ...]:
        """Ids of all activities in the order of the file."""
        from aiplan.model.plan import WORK_SECTIONS

        return tuple(dict.fromkeys(name for section, name in self.items() if section in WORK_SECTIONS))

    def share_file_order(self, other: PlanText) -> None:
        """Take over the order of `other`, in which the same items stand in the same order."""
        if "file_order" in other.__dict__:
            self.__dict__["file_order"] = other.file_order

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield (section, id) of all tables of two names or more, in the order of the file, each once."""
        ignored, found = self.layout.ignored, []
        for index, block in enumerate(self.layout.blocks):
            if index not in ignored:
                found += [block.keys[:2]] if len(block.keys) >= 2 else self._written_items(block)
        for pair in dict.fromkeys(found):
            if len(pair) == 2:
                yield pair[0], pair[1]

    def _written_items(self, block: Block) -> list[tuple[str, ...]]:
        """Return the items that the keys of a block give: `a.b.c = 1`, or `b = { … }` below `[a]`."""
        found: list[tuple[str, ...]] = []
        for entry in block.entries:
            full = (*block.keys, *entry.key)
            if len(full) >= 2:
                found.append(full[:2])
            elif entry.node.kind == "table":
                found += [(*full, item.key[0]) for item in entry.node.items]
        return found

    def line_of(self, path: Path) -> int | None:
        """Return the line (from 1) on which `path` or the nearest thing round it begins, `None` for the whole file."""
        return self.layout.line_of(path)

    @cached_property
    def appearance(self) -> tuple[Finding, ...]:
        """What is wrong with how lists stand in the text (AIP503), with lines."""
        from aiplan.store.appearance import appearance_findings

        return appearance_findings(self.layout, self.data)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """Comments that pass findings over, in the order of the file."""
        if not any("ignore" in block.text for block in self.layout.blocks):
            return ()
        from aiplan.store.suppressions import suppressions_in

        return suppressions_in(self.layout)

    def located(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings with their lines filled in."""
        return tuple(f if f.line is not None else f.at(self.line_of(f.path)) for f in findings)

    def apply(self, edit: Edit) -> PlanText:
        """Return the text after `edit`, which changes the lines it means and no other byte.

        Raises:
            InvalidEdit: where the edit makes no sense on this plan.
            UnknownAddress: where it names something that is not there.
            EditRefused: where the text after it would not read as intended, or merge conflicts stand in the file.
        """
        from aiplan.store.patch import patched

        if self.read_only:
            raise EditRefused(
                say("merge conflicts stand in the file, the first in line {start}", start=self.conflicts[0].start),
                hint=say("settle them first: aiplan resolve, or a text editor"),
            )
        return patched(self, edit)


def _without_duplicates(
    layout: Layout, error: ValueError, path: str, conflicts: tuple[Conflict, ...]
) -> dict[str, Any]:
    """Return what the file says with repeated tables emptied; every line keeps its number."""
    if not layout.ignored:
        raise syntax_error(error, path, layout.text, conflicts) from None
    lines = ["\n" * b.newlines if i in layout.ignored else b.text for i, b in enumerate(layout.blocks)]
    try:
        data = tomllib.loads("".join(lines))
    except ValueError as other:
        raise syntax_error(other, path, layout.text, conflicts) from None
    if not is_shallow(data):
        raise too_deep(path)
    return data
