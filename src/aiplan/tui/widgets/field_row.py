"""One field of a form: its label, the widget to type in, and below it what is wrong."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.input import Selection

from aiplan.tui.cells import fit
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.widgets.choice import Choice
from aiplan.tui.widgets.entry_list import EntryList
from aiplan.tui.widgets.id_suggester import IdSuggester
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.line_input import LineInput

LABEL_WIDTH = 15
LONG_LINES = 3
MOST_LONG_LINES = 9
"""Lines of a text on screen: as many as it needs, between these; the others scroll."""

HINTS: dict[str, str] = {
    "estimate": N_("8d, 2w or 5d/8d/20d"),
    "duration": N_("7d or 2w"),
    "date": N_("2026-03-31, mar 31, +5d"),
    "links": N_("id, id SS+3d"),
    "gates": N_("metric >= 0.9"),
    "counts": N_("team 2, gpu 4"),
    "list": N_("one, two"),
    "number": N_("0.4 or 40%"),
}
"""What an empty field shows."""


class FieldRow(Widget):
    """A label with its editor; tells when the text changed and when the field is left."""

    DEFAULT_CSS = """
    FieldRow { height: 1; width: 1fr; layout: vertical; }
    FieldRow > * { margin-left: 15; width: 1fr; }
    FieldRow Input, FieldRow TextArea, FieldRow Choice, FieldRow EntryList { background: $surface; }
    FieldRow Input:focus, FieldRow TextArea:focus, FieldRow Choice:focus, FieldRow EntryList:focus {
        background: $panel; background-tint: transparent;
    }
    FieldRow TextArea, FieldRow TextArea:focus { border: none; padding: 0; scrollbar-size: 0 0; }
    FieldRow.-bare > * { margin-left: 1; }
    """

    complaint: var[str] = var("")
    """What is wrong with the text; empty where nothing is."""
    guess: var[str] = var("")
    """What will stand for an empty field, shown in it as long as it is empty."""

    @dataclass
    class Changed(Message):
        """The text changed."""

        row: FieldRow

    @dataclass
    class Left(Message):
        """The field lost the focus, or enter was pressed in it."""

        row: FieldRow
        submitted: bool = False

    @dataclass
    class Entry(Message):
        """An entry of the list is to be opened (`None`: added), or taken out."""

        row: FieldRow
        index: int | None
        remove: bool = False

    @dataclass
    class Beyond(Message):
        """The cursor of the list wants to go on to the next field, or back."""

        row: FieldRow
        direction: int

    def __init__(
        self,
        spec: FieldSpec,
        text: str,
        *,
        ids: Sequence[str] = (),
        entries: Sequence[str] = (),
        label: str | None = None,
        glyphs: Glyphs,
    ) -> None:
        super().__init__(id=f"field-{spec.name}")
        self.spec = spec
        self._label = spec.shown_label() if label is None else label
        self._glyphs = glyphs
        self._entries = entries
        self._editor = self._make_editor(text, ids)
        self.set_class(not self._label, "-bare")
        self._heights = 0, 0
        self._known = self._heard = self.text
        """The text that was loaded, or told of last; and what the form has heard of."""

    def _make_editor(self, text: str, ids: Sequence[str]) -> Widget:
        spec = self.spec
        if spec.listed:
            return EntryList(self._entries, glyphs=self._glyphs)
        if spec.kind in ("choice", "flag", "level"):
            choice = Choice(spec.choices or ("yes", "no"))
            choice.set_reactive(Choice.value, text)
            return choice
        if spec.kind == "long":
            return TextArea(text, compact=True, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        suggester = IdSuggester(ids) if ids else None
        return LineInput(text, compact=True, suggester=suggester)

    def compose(self) -> ComposeResult:
        """Yield the editor."""
        yield self._editor

    def on_mount(self) -> None:
        """Take the height of the editor."""
        self._fit()

    @property
    def _rows(self) -> int:
        editor = self._editor
        if isinstance(editor, EntryList):
            return editor.height
        if not isinstance(editor, TextArea):
            return 1
        width = max(10, self.size.width - self._indent - 1)
        needed = sum(1 + cell_len(line) // width for line in editor.text.split("\n"))
        return max(LONG_LINES, min(MOST_LONG_LINES, needed))

    def relabel(self, label: str) -> None:
        """Call the field something else."""
        self._label = label
        self.refresh()

    # ------------------------------------------------------------ text

    @property
    def text(self) -> str:
        """What stands in the field."""
        editor = self._editor
        if isinstance(editor, TextArea):
            return editor.text
        return editor.value if isinstance(editor, Input | Choice) else ""

    def hear(self) -> None:
        """Note that the form knows what stands here now."""
        self._heard = self.text

    @property
    def unheard(self) -> bool:
        """Whether something was typed that the form has not heard of yet."""
        return self.text != self._heard

    def load(self, text: str) -> None:
        """Put `text` into the field without telling anybody."""
        editor = self._editor
        if self.text == text:
            return
        self._known = self._heard = text
        with self.prevent(Input.Changed, TextArea.Changed, Choice.Changed):
            if isinstance(editor, TextArea):
                editor.load_text(text)
            elif isinstance(editor, Input | Choice):
                editor.value = text

    def put(self, text: str) -> None:
        """Put `text` into the field as if it had been typed."""
        editor = self._editor
        if isinstance(editor, TextArea):
            editor.text = text
        elif isinstance(editor, Input | Choice):
            editor.value = text

    def load_entries(self, entries: Sequence[str]) -> None:
        """Show other entries of the list."""
        editor = self._editor
        if isinstance(editor, EntryList) and editor.lines != tuple(entries):
            editor.load(entries)
            self._fit()

    def focus_editor(self, *, top: bool = False) -> None:
        """Put the focus into the field, scrolling no further than needed once its place is known, or to the top."""
        self._editor.focus(scroll_visible=False)
        self.call_after_refresh(self.scroll_visible, animate=False, top=top)

    @property
    def editing(self) -> bool:
        """Whether the field has the focus."""
        return self._editor.has_focus

    # ------------------------------------------------------------ looks

    def watch_guess(self) -> None:
        """Show it."""
        if isinstance(self._editor, Input):
            self._editor.placeholder = self.guess

    def watch_complaint(self) -> None:
        """Make room for what is wrong."""
        self.set_class(bool(self.complaint), "-wrong")
        self._fit()

    def _fit(self) -> None:
        rows = self._rows
        wanted = rows, rows + len(self._said())
        if wanted != self._heights:
            self._heights = wanted
            self._editor.styles.height, self.styles.height = wanted
            self.refresh(layout=True)
        else:
            self.refresh()

    @property
    def _indent(self) -> int:
        return LABEL_WIDTH if self._label else 1

    def _said(self) -> list[str]:
        if not self.complaint:
            return []
        mark = f"{self._glyphs.error_mark} "
        width = max(12, (self.size.width or 42) - self._indent - cell_len(mark))
        lines = textwrap.wrap(self.complaint, width) or [""]
        return [(mark if number == 0 else "  ") + line for number, line in enumerate(lines)]

    def on_resize(self) -> None:
        """Wrap again."""
        if self.complaint or isinstance(self._editor, TextArea):
            self._fit()

    def render(self) -> Content:
        """Return label and complaint; the editor lies beside and above them."""
        wrong = bool(self.complaint)
        label = fit(self._label, LABEL_WIDTH - 1, self._glyphs.ellipsis) if self._label else ""
        lines = [part(label, "bold $gantt-error" if wrong else "$gantt-muted")]
        lines += [Content("")] * (self._rows - 1)
        lines += [part(" " * self._indent + line, "$gantt-error") for line in self._said()]
        return Content("\n").join(lines)

    # ------------------------------------------------------------ events

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _text_changed(self, event: Message) -> None:
        event.stop()
        if self.text == self._known:
            # An editor tells of its first text too.
            return
        self._known = self.text
        if isinstance(self._editor, TextArea):
            self._fit()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    @on(Choice.Submitted)
    def _submitted(self, event: Input.Submitted | Choice.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self, submitted=True))

    @on(EntryList.Open)
    @on(EntryList.Remove)
    def _entry(self, event: EntryList.Open | EntryList.Remove) -> None:
        event.stop()
        self.post_message(self.Entry(self, event.index, remove=isinstance(event, EntryList.Remove)))

    @on(EntryList.Beyond)
    def _beyond(self, event: EntryList.Beyond) -> None:
        event.stop()
        self.post_message(self.Beyond(self, event.direction))

    def on_descendant_focus(self) -> None:
        """Say what may be written here, where nothing is yet; of a long text, show the beginning."""
        editor = self._editor
        if isinstance(editor, Input):
            editor.placeholder = self.guess or (_(HINTS[self.spec.kind]) if self.spec.kind in HINTS else "")
            if editor.selection == Selection(0, len(editor.value)):
                editor.selection = Selection(len(editor.value), 0)

    def on_descendant_blur(self) -> None:
        """Tell that the field was left."""
        if isinstance(self._editor, Input):
            self._editor.placeholder = self.guess
            self._editor.cursor_position = 0
        self.post_message(self.Left(self))
