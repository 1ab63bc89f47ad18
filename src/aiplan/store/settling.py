"""Merge conflicts settled one by one: what they are about, and the text once a side is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from aiplan.errors import EditRefused, UnreadablePlan
from aiplan.model.address import Path, format_address
from aiplan.phrases import say
from aiplan.store.conflicts import Conflict, find_conflicts
from aiplan.store.locate import Layout, Region
from aiplan.store.scan import scan
from aiplan.store.text import PlanText

Choice = Literal["current", "incoming"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote in place of both sides: whole lines."""

    text: str


Lines = range
"""Numbers of lines, from 1."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One conflict, with what each side says in whole lines."""

    conflict: Conflict
    paths: tuple[Path, ...]
    """Tables and keys that it is about, on either side; empty for comments at the head of the file."""
    current: str
    incoming: str
    base: str | None
    """What the common ancestor said, where git wrote it down."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The written form of `paths`."""
        return tuple(map(format_address, self.paths))

    def is_about(self, path: Path) -> bool:
        """Tell whether the conflict is about `path`, something in it, or a table that it stands in."""
        return any(own[: len(path)] == path or path[: len(own)] == own for own in self.paths)

    def side(self, choice: Choice) -> str:
        """Return what one side says."""
        return self.current if choice == "current" else self.incoming


def disputes(text: str) -> tuple[Dispute, ...]:
    """Return the conflicts of a file, in the order of their lines."""
    conflicts = find_conflicts(text)
    lines = text.split("\n")
    sides = [
        (span, _regions(lines, conflicts, span)) for span in (_current, _incoming)
    ]  # fmt: skip
    return tuple(
        Dispute(
            conflict=conflict,
            paths=tuple(dict.fromkeys(path for span, found in sides for path in _keys_on(found, span(conflict)))),
            current=_joined(lines, _current(conflict)),
            incoming=_joined(lines, _incoming(conflict)),
            base=None if conflict.base is None else _joined(lines, range(conflict.base + 1, conflict.middle)),
        )
        for conflict in conflicts
    )


def base_of(dispute: Dispute, base: str) -> str:
    """Return what the common ancestor says of what a conflict is about.

    Args:
        dispute: the conflict.
        base: the whole ancestor.
    """
    wanted, found = set(dispute.paths), []
    for _first, region in _regions(base.split("\n"), (), _current):
        if region.at in wanted:
            found.append(region.block.text)
            continue
        try:
            entries = region.block.entries
        except ValueError:
            continue
        found += [region.block.text[e.line_start : e.line_end] for e in entries if (*region.at, *e.key) in wanted]
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in found)


def settle(text: str, choices: Mapping[int, Choice | Written]) -> str:
    """Return the text with these conflicts settled; not a byte outside them changes.

    Args:
        text: the file.
        choices: position in `disputes(text)` → the side that is taken, or what is written instead.

    Raises:
        EditRefused: where no conflict is left and the text would not be TOML.
    """
    conflicts = find_conflicts(text)
    lines = text.split("\n")
    for position in sorted(choices, reverse=True):
        conflict = conflicts[position]
        chosen = choices[position]
        if isinstance(chosen, Written):
            kept = _written_lines(chosen.text, "\r" if lines[conflict.start - 1].endswith("\r") else "")
        else:
            kept = [lines[n - 1] for n in (_current(conflict) if chosen == "current" else _incoming(conflict))]
        lines[conflict.start - 1 : conflict.end] = kept
    settled = "\n".join(lines)
    if len(choices) == len(conflicts):
        try:
            PlanText.from_text(settled)
        except UnreadablePlan as error:
            place = f"{error.place.removeprefix(':')}: " if error.place else ""
            said = say("with these sides the file would not be TOML: {place}{error}", place=place, error=error.message)
            raise EditRefused(said, hint=say("take other sides, or edit it by hand")) from None
    return settled


def _written_lines(text: str, end: str) -> list[str]:
    """Return the lines of what was written, each with what this file has before a line feed."""
    return [line.removesuffix("\r") + end for line in text.removesuffix("\n").split("\n")] if text else []


def _current(conflict: Conflict) -> Lines:
    return range(conflict.start + 1, conflict.base or conflict.middle)


def _incoming(conflict: Conflict) -> Lines:
    return range(conflict.middle + 1, conflict.end)


def _joined(lines: list[str], numbers: Lines) -> str:
    return "".join(f"{lines[n - 1]}\n" for n in numbers)


def _regions(
    lines: list[str], conflicts: tuple[Conflict, ...], span: Callable[[Conflict], Lines]
) -> list[tuple[int, Region]]:
    """Return (line on which it begins, block) of the text of one side; every line keeps its number."""
    kept = list(lines)
    for conflict in conflicts:
        for number in range(conflict.start, conflict.end + 1):
            if number not in span(conflict):
                kept[number - 1] = ""
    layout = Layout(scan("\n".join(kept)), tolerant=True)
    return [(layout.lines_before[region.index] + 1, region) for region in layout.regions(())]


def _keys_on(regions: list[tuple[int, Region]], numbers: Lines) -> list[Path]:
    """Return the paths of the keys and tables that stand on these lines, else of the table round them."""
    found: list[Path] = []
    around: Path = ()
    for first, region in regions:
        block = region.block
        header = first + block.text.count("\n", 0, block.lead)
        if first > numbers.stop - 1 and numbers:
            break
        if region.at and header in numbers:
            found.append(region.at)
            continue
        if first <= numbers.start:
            around = region.at
        try:
            entries = block.entries
        except ValueError:
            continue
        for entry in entries:
            begin = first + block.text.count("\n", 0, entry.line_start)
            end = first + block.text.count("\n", 0, max(entry.line_start, entry.line_end - 1))
            if begin < numbers.stop and end >= numbers.start and numbers:
                found.append((*region.at, *entry.key))
    return found or ([around] if around and numbers else [])
