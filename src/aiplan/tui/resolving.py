"""Merge conflicts settled one by one: what has been chosen, and what the screen shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import cell_len
from textual.content import Content

from aiplan.errors import AiplanError
from aiplan.store.joining import both
from aiplan.store.settling import Choice, Dispute, Written, base_of, disputes, settle
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.lines import Line, beside
from aiplan.tui.phrasing import told_error
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part

Kind = Literal["current", "incoming", "both", "edited"]
KINDS: Mapping[Kind, str] = {
    "current": N_("current"), "incoming": N_("incoming"), "both": N_("both"), "edited": N_("written by hand"),
}  # fmt: skip
BESIDE = 84
"""Cells from which the sides stand beside each other."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a conflict is settled with."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Resolving:
    """A file with merge conflicts, and what has been chosen so far."""

    text: str
    found: tuple[Dispute, ...]
    base: str | None
    """The common ancestor, where it is known."""
    taken: tuple[Taken | None, ...]
    before: tuple[tuple[Taken | None, ...], ...] = ()
    """What had been chosen before each step, the first one first."""
    outside: bool = False
    """Whether the sides are what is here and what others wrote into the file, rather than what git merges."""

    @classmethod
    def of(cls, text: str, base: str | None = None, *, outside: bool = False) -> Resolving:
        """Return the conflicts of a file, none settled.

        Args:
            text: the file.
            base: the common ancestor.
            outside: whether the incoming side is what others wrote into the file.
        """
        found = disputes(text)
        return cls(text, found, base, (None,) * len(found), outside=outside)

    @property
    def left(self) -> int:
        """How many are not settled."""
        return sum(taken is None for taken in self.taken)

    def base_said(self, number: int) -> str | None:
        """Return what the common ancestor said, `None` where that is not known."""
        dispute = self.found[number]
        if dispute.base is not None:
            return dispute.base
        return None if self.base is None else base_of(dispute, self.base)

    def offered(self, number: int, kind: Kind) -> Taken | None:
        """Return what a conflict would be settled with, `None` where both sides cannot be kept."""
        dispute = self.found[number]
        text = both(dispute) if kind == "both" else dispute.current if kind == "current" else dispute.incoming
        return None if text is None else Taken(kind, text)

    def take(self, number: int, taken: Taken) -> Resolving:
        """Return it with one conflict settled, maybe again."""
        return self._with({number: taken})

    def take_rest(self, kind: Choice) -> Resolving:
        """Return it with one side taken of every conflict that is not settled."""
        rest = {n: self.offered(n, kind) for n, taken in enumerate(self.taken) if taken is None}
        return self._with({n: taken for n, taken in rest.items() if taken is not None})

    def _with(self, chosen: Mapping[int, Taken]) -> Resolving:
        now = tuple(chosen.get(n, taken) for n, taken in enumerate(self.taken))
        return self if now == self.taken else replace(self, taken=now, before=(*self.before, self.taken))

    def undo(self) -> Resolving:
        """Return it as it was before the last step."""
        return replace(self, taken=self.before[-1], before=self.before[:-1]) if self.before else self

    def settled(self) -> str:
        """Return the file with what has been chosen.

        Raises:
            EditRefused: where everything is settled and the file would not be TOML.
        """
        return settle(self.text, _choices(self.taken))

    def trouble(self, number: int, text: str) -> str:
        """Return why a conflict cannot be settled with `text`; empty where it can.

        The others are taken as they have been settled, else by their current sides.
        """
        rest = tuple(
            Taken("edited", text) if n == number else taken or self.offered(n, "current")
            for n, taken in enumerate(self.taken)
        )
        try:
            settle(self.text, _choices(rest))
        except AiplanError as error:
            return told_error(error)
        return ""

    def next_open(self, after: int) -> int:
        """Return the next conflict that is not settled, from the beginning again; `after` itself where none is left."""
        order = (*range(after + 1, len(self.taken)), *range(after + 1))
        return next((n for n in order if self.taken[n] is None), after)


def _choices(taken: tuple[Taken | None, ...]) -> dict[int, Choice | Written]:
    found: dict[int, Choice | Written] = {}
    for number, one in enumerate(taken):
        if one is None:
            continue
        found[number] = "current" if one.kind == "current" else "incoming" if one.kind == "incoming" else _whole(one)
    return found


def _whole(taken: Taken) -> Written:
    return Written(taken.text if not taken.text or taken.text.endswith("\n") else f"{taken.text}\n")


# ------------------------------------------------------------ what is shown


def progress(now: Resolving) -> str:
    """Return how many conflicts are settled."""
    total = len(now.found)
    return _("{done} of {total} settled").format(done=total - now.left, total=total)


def conflict_row(now: Resolving, number: int, width: int, glyphs: Glyphs) -> Content:
    """Return the line of one conflict: what it is about, and how it is settled."""
    taken = now.taken[number]
    mark, style = (glyphs.done, "$gantt-good") if taken is not None else (glyphs.unknown, "$warning")
    how = (
        _(KINDS[taken.kind])
        if taken is not None
        else _("line {number}").format(number=now.found[number].conflict.start)
    )
    about = words.listed(now.found[number].addresses) or _("the head of the file")
    room = max(4, width - 3 - cell_len(how) - 1)
    return (
        part(f"{mark} ", style)
        + part(fit(about, room, glyphs.ellipsis) + " ", "$foreground" if taken is None else "$gantt-muted")
        + part(how, style if taken is not None else "$gantt-muted")
    )


def side_lines(now: Resolving, number: int, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the sides of a conflict, beside each other where there is room: current, base, incoming."""
    dispute, taken = now.found[number], now.taken[number]
    base = now.base_said(number)
    mine, theirs = (_("yours"), _("theirs")) if now.outside else (dispute.conflict.current, dispute.conflict.incoming)
    sides = [
        (_side_name(_("current"), mine, "current"), dispute.current, "current"),
        (_("base"), base, ""),
        (_side_name(_("incoming"), theirs, "incoming"), dispute.incoming, "incoming"),
    ]
    if base is None:
        del sides[1]
    chosen = None if taken is None else taken.kind
    if width >= BESIDE:
        column = (width - 3 * (len(sides) - 1)) // len(sides)
        blocks = [_side(name, text or "", column, chosen == kind) for name, text, kind in sides]
        lines = blocks[-1]
        for block in reversed(blocks[:-1]):
            lines = beside(block, lines, column, f" {glyphs.thin[5]} ")
    else:
        lines = []
        for name, text, kind in sides:
            lines += [*_side(name, text or "", width, chosen == kind), Line()]
    if taken is None or taken.kind not in ("both", "edited"):
        return lines
    made = _side(_(KINDS[taken.kind]), taken.text, width, chosen=True)
    return [*lines, Line(), *made] if width >= BESIDE else [*made, Line(), *lines]


def _side_name(name: str, label: str, usual: str) -> str:
    return name if label in ("", usual) else f"{name} ({label})"


def _side(name: str, text: str, width: int, chosen: bool) -> list[Line]:
    style = "bold $gantt-good" if chosen else "bold $primary"
    lines = [Line(part(fit(name, min(width, cell_len(name))), style))]
    if not text.strip():
        return [*lines, Line(part(fit(_("(nothing)"), min(width, cell_len(_("(nothing)")))), "$gantt-muted"))]
    body = "$foreground" if chosen else "$gantt-muted"
    return lines + [Line(part(line, body)) for one in text.splitlines() for line in _kept(one, width)]


def _kept(line: str, width: int) -> list[str]:
    """Return a line of the file wrapped, with its indentation."""
    indent = len(line) - len(line.lstrip())
    lead = " " * min(indent, width // 2)
    return [lead + piece for piece in wrapped(line.strip(), max(2, width - len(lead)))]
