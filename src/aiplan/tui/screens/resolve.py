"""The conflicts of a file, by address, with their sides, each settled with a key."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.errors import AiplanError
from aiplan.store.settling import Choice
from aiplan.tui import words
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import with_hint
from aiplan.tui.resolving import Kind, Resolving, Taken, conflict_row, progress, side_lines
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.screens.write_side import WriteScreen
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList


class Resolved(NamedTuple):
    """What was chosen, and whether it is to be written."""

    now: Resolving
    write: bool


class ResolveScreen(Dialog[Resolved]):
    """Returns what has been chosen so far; it can be gone on with."""

    BINDINGS: ClassVar = [
        Binding("escape,q", "leave", show=False),
        Binding("c,left", "take('current')", show=False),
        Binding("i,right", "take('incoming')", show=False),
        Binding("b", "take('both')", show=False),
        Binding("e", "write_side", show=False),
        Binding("C", "rest('current')", show=False),
        Binding("I", "rest('incoming')", show=False),
        Binding("u", "undo", show=False),
        Binding("n,space", "next", show=False),
        Binding("s", "write", show=False),
        Binding("ctrl+s", "write", show=False, priority=True),
        Binding("pagedown,ctrl+d", "page(1)", show=False, priority=True),
        Binding("pageup,ctrl+u", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, now: Resolving, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.now = now
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the list of conflicts, the sides of the one under the cursor, and what the keys do."""
        with Vertical(classes="dialog resolve") as dialog:
            dialog.border_title = _("Merge conflicts")
            yield RowList()
            with VerticalScroll(classes="sides", can_focus=False):
                yield Static("", id="sides")
            yield Static("", classes="said")
            yield Static(part(_("c current  i incoming  b both  e write it  C I all that are left"), "$gantt-faint"))
            yield Static(part(_("u undo  n next  s writes the file  esc goes on later"), "$gantt-faint"))

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Lay the sides out for another width."""
        self.call_after_refresh(self._refresh)

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        rows.clear_options()
        rows.add_options(Option(self._row(n)) for n in range(len(self.now.found)))
        rows.focus()
        rows.highlighted = self.now.next_open(-1) if self.now.left else 0
        self._refresh()

    def _row(self, number: int) -> Content:
        return conflict_row(self.now, number, max(20, self.query_one(RowList).size.width - 2), self._glyphs)

    @property
    def here(self) -> int:
        """The conflict under the cursor."""
        return self.query_one(RowList).highlighted or 0

    def _refresh(self) -> None:
        rows = self.query_one(RowList)
        if not rows.option_count:
            return
        for number in range(len(self.now.found)):
            rows.replace_option_prompt_at_index(number, self._row(number))
        self.query_one(".dialog", Vertical).border_subtitle = progress(self.now)
        self._show_sides()
        if not self.now.left:
            self._say(_("all settled: s writes the file"), good=True)

    def _show_sides(self) -> None:
        width = max(20, self.query_one(".sides").size.width - 1)
        lines = side_lines(self.now, self.here, width, self._glyphs)
        self.query_one("#sides", Static).update(Content("\n").join(line.content for line in lines))

    def _say(self, text: str, *, good: bool = False) -> None:
        self.query_one(".said", Static).update(part(text, "$gantt-good" if good else "$gantt-error"))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_sides()
        self.query_one(".sides", VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_next()

    # ------------------------------------------------------------ keys

    def action_take(self, kind: Kind) -> None:
        """Settle the conflict under the cursor and go to the next one."""
        taken = self.now.offered(self.here, kind)
        if taken is None:
            self._say(_("the sides exclude each other: c or i takes one, e writes it"))
            return
        self._settle(taken)

    def _settle(self, taken: Taken) -> None:
        number = self.here
        self._say("")
        self.now = self.now.take(number, taken)
        self.query_one(RowList).highlighted = self.now.next_open(number)
        self._refresh()

    def action_rest(self, kind: Choice) -> None:
        """Take one side of everything that is left."""
        self._say("")
        self.now = self.now.take_rest(kind)
        self._refresh()

    def action_write_side(self) -> None:
        """Write the text in place of both sides."""
        number = self.here
        taken = self.now.taken[number]
        text = taken.text if taken is not None else self.now.found[number].current or self.now.found[number].incoming
        about = words.listed(self.now.found[number].addresses) or _("the head of the file")

        def done(written: str | None) -> None:
            if written is not None:
                self._settle(Taken("edited", written))

        self.app.push_screen(WriteScreen(about, text, lambda said: self.now.trouble(number, said)), done)

    def action_undo(self) -> None:
        """Take the last choice back."""
        self._say("")
        self.now = self.now.undo()
        self._refresh()

    def action_next(self) -> None:
        """Go to the next conflict that is not settled."""
        self.query_one(RowList).highlighted = self.now.next_open(self.here)

    def action_page(self, direction: int) -> None:
        """Look further up or down in the sides."""
        sides = self.query_one(".sides", VerticalScroll)
        sides.scroll_relative(y=direction * max(1, sides.size.height - 1), animate=False)

    def action_write(self) -> None:
        """Write the file, once everything is settled."""
        if self.now.left:
            self._say(_("{count} still to settle: n goes to the next").format(count=self.now.left))
            return
        try:
            self.now.settled()
        except AiplanError as error:
            self._say(with_hint(error))
            return
        self.dismiss(Resolved(self.now, write=True))

    def action_leave(self) -> None:
        """Go on later; what was chosen is kept."""
        self.dismiss(Resolved(self.now, write=False))
