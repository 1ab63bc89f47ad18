"""What comes of a spreadsheet or a chart, before it is written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from aiplan.core.naming import slug
from aiplan.importing.drafting import Wishes
from aiplan.importing.notes import ImportFailed, Note
from aiplan.importing.plan import Imported, import_file
from aiplan.importing.values import DayOrder
from aiplan.tui import words
from aiplan.tui.cells import clean
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _, n_
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.new_plan import NewPlan
from aiplan.tui.screens.one_row import OneRowScreen
from aiplan.tui.starting import free_file, plan_file
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part


class ImportScreen(OneRowScreen[NewPlan]):
    """Tells what was read and what was not, asks for the name of the file, and returns the plan."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "take", "Write the plan", show=False, priority=True),
        Binding("ctrl+t", "swap", "The other order of day and month", show=False, priority=True),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
    ]
    DEFAULT_CSS = """
    ImportScreen .notes { height: auto; max-height: 60%; margin: 1 0; }
    ImportScreen .notes > Static { height: auto; }
    """

    class Read(Message):
        """The file has been read, or cannot be."""

        def __init__(self, made: Imported | ImportFailed) -> None:
            super().__init__()
            self.made = made

    def __init__(self, source: Path, folder: Path, today: dt.date, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._source = source
        self._folder = folder
        self._today = today
        self._made: Imported | None = None
        self._order: DayOrder | None = None
        self._guessed = False
        """Whether day and month could be the other way round."""
        file = free_file(folder, slug(source.stem)).name
        self._row = FieldRow(FieldSpec(("file",), "text", N_("File")), file, glyphs=glyphs)

    def compose(self) -> ComposeResult:
        """Yield what was read, what is to be said about it, and the file."""
        with Vertical(classes="dialog new-plan") as dialog:
            dialog.border_title = _("Import {file}").format(file=clean(self._source.name))
            yield Static(part(_("reading …"), "$gantt-muted"), classes="summary")
            with VerticalScroll(classes="notes", can_focus=False):
                yield Static("")
            yield self._row
            yield Static("", classes="dialog-text")

    def on_mount(self) -> None:
        """Read the file."""
        self._row.focus_editor()
        self._read()

    @work(thread=True, exclusive=True, group="import", description="import", exit_on_error=False)
    def _read(self) -> None:
        made: Imported | ImportFailed
        try:
            made = import_file(self._source, Wishes(self._today), order=self._order)
        except ImportFailed as error:
            made = error
        self.post_message(self.Read(made))

    @on(Read)
    def _tell(self, event: Read) -> None:
        event.stop()
        made = event.made
        if isinstance(made, ImportFailed):
            said = part(made.note.text(_), "bold $error")
            if made.way_out.said:
                said = Content("\n").join((said, part(made.way_out.text(_), "$foreground")))
            self.query_one(".summary", Static).update(said)
            self.query_one(".dialog-text", Static).update(part(_("esc leaves"), "$gantt-muted"))
            self._row.display = False
            self.set_focus(None)
            return
        self._made = made
        self._guessed = self._guessed or made.ambiguous
        self.query_one(".summary", Static).update(part(summary(made, self._today.year), "bold $foreground"))
        self.query_one(".notes > Static", Static).update(Content("\n").join(self._line(note) for note in made.notes))
        keys = _("enter writes the plan and opens it, esc leaves")
        if self._guessed:
            keys += _("; ^t reads 3/4/2026 the other way round")
        self.query_one(".dialog-text", Static).update(part(keys, "$gantt-muted"))

    def _line(self, note: Note) -> Content:
        place = ""
        if note.line:
            place = _("line {line}").format(line=note.line) + (f", {clean(note.column)}" if note.column else "") + "  "
        bullet = part("- ", "$gantt-muted")
        return bullet + part(place, "$accent") + part(clean(note.text(_)), "$foreground")

    def action_scroll(self, lines: int) -> None:
        """Move through what is said."""
        self.query_one(".notes", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_swap(self) -> None:
        """Read day and month the other way round."""
        if self._guessed:
            self._order = "mdy" if self._order == "dmy" else "dmy"
            self._read()

    def action_take(self) -> None:
        """Return the plan, or say what is wrong with the name of the file."""
        if self._made is None:
            return
        try:
            path = plan_file(self._folder, self._row.text)
        except ValueError as error:
            self._row.complaint = told_error(error)
            self._row.focus_editor()
            return
        self.dismiss(NewPlan(path, self._made.text))


def summary(made: Imported, year: int) -> str:
    """Return how much was read, and from when to when it goes."""
    counts = (
        n_("{count} task", "{count} tasks", made.tasks).format(count=made.tasks),
        n_("{count} milestone", "{count} milestones", made.milestones).format(count=made.milestones),
        n_("{count} dependency", "{count} dependencies", made.dependencies).format(count=made.dependencies),
    )
    said = " · ".join(counts)
    if made.finish is None:
        return said
    first, last = words.day(made.start, year=year), words.day(made.finish, year=year)
    return f"{said} · {first} – {last}"
