"""The format of the plan file, and the tables of other tools in it, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.model.address import Path
from aiplan.model.edits import TomlValue
from aiplan.tui.cells import clean, fit
from aiplan.tui.forms.other import OtherKey, format_said, line_said, other_edits, other_keys, other_path, other_value
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.screens.fields import FieldsScreen, WrongFieldError
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

_NAME = 34


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the tables of other tools."""

    what: Literal["add", "edit", "remove", "text"]
    key: OtherKey | None = None
    """The one under the cursor."""


class OtherScreen(Dialog[Wanted | None]):
    """Lists what no form shows; returns what is to be done."""

    BINDINGS: ClassVar = [
        Binding("escape,q,O", "leave", "Close", show=False),
        Binding("a,A", "want('add')", "Add", show=False),
        Binding("e", "want('edit')", "Edit", show=False),
        Binding("x,delete", "want('remove')", "Delete", show=False),
        Binding("T,ctrl+t", "want('text')", "As text", show=False),
    ]

    def __init__(self, data: Mapping[str, Any], *, at: Path | None = None, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._format = format_said(data)
        self._keys = other_keys(data)
        self._begin = at
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the format, the keys, and what can be done."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Format and other tools")
            yield Static("", classes="dialog-title")
            yield RowList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.query_one(RowList).focus()
        self.call_after_refresh(self.fill)

    def fill(self) -> None:
        """Say everything in the present language and width."""
        rows = self.query_one(RowList)
        width = max(30, rows.size.width - 2)
        said = _("The version of the file format: written when a plan is made, and read by every aiplan that knows it.")
        head = Content("\n").join(
            (
                part(f"format = {self._format}", "bold $foreground"),
                part(said, "$gantt-muted"),
                Content(""),
                part(_("Tables of other tools, under x: aiplan keeps them and never looks inside."), "$foreground"),
            )
        )  # fmt: skip
        self.query_one(".dialog-title", Static).update(head)
        at = rows.highlighted
        rows.clear_options()
        rows.add_options(self._options(width))
        if self._keys:
            begin = next((n for n, key in enumerate(self._keys) if key.path == self._begin), 0)
            rows.highlighted = begin if at is None else min(at, len(self._keys) - 1)
        keys = _("enter changes a key, a adds one, x takes one away, T shows all as text, esc closes")
        self.query_one(".hint", Static).update(part(keys, "$gantt-muted"))

    def _options(self, width: int) -> Iterator[Option]:
        if not self._keys:
            yield Option(part(fit(_("Nothing yet: a adds a key, such as jira.board."), width, self._glyphs.ellipsis),
                              "$gantt-muted"), disabled=True)  # fmt: skip
        for key in self._keys:
            name = fit(f"x.{clean(key.name)}", min(_NAME, width // 2), self._glyphs.ellipsis)
            room = max(0, width - min(_NAME, width // 2) - 2)
            value = fit(clean(key.text), room, self._glyphs.ellipsis)
            yield Option(part(f"{name}  ", "$accent") + part(value, "$foreground"))

    @property
    def _here(self) -> OtherKey | None:
        at = self.query_one(RowList).highlighted
        return self._keys[at] if at is not None and at < len(self._keys) else None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_want("edit")

    def action_want(self, what: Literal["add", "edit", "remove", "text"]) -> None:
        """Return what is to be done."""
        if what in ("edit", "remove") and self._here is None:
            return
        self.dismiss(Wanted(what, self._here))

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class NewValue:
    """A key with the value it is to have."""

    path: Path
    value: TomlValue


class OtherKeyScreen(FieldsScreen[NewValue]):
    """Asks for name and value of a key of another tool, and says what will stand in the file."""

    def __init__(self, data: Mapping[str, Any], key: OtherKey | None, *, glyphs: Glyphs = UNICODE) -> None:
        name, value = ("", "") if key is None else (key.name, key.text)
        rows = {
            "name": FieldRow(FieldSpec(("name",), "text", N_("Name")), name, glyphs=glyphs),
            "value": FieldRow(FieldSpec(("value",), "text", N_("Value")), value, glyphs=glyphs),
        }
        title = _("A key of another tool") if key is None else f"x.{key.name}"
        super().__init__(title, rows, keys=_("enter writes it, esc leaves"))
        self._data = data
        self._key = key

    def begin(self) -> None:
        """Begin with the value where the name is known."""
        self._rows["name" if self._key is None else "value"].focus_editor()

    def read(self) -> NewValue:
        """Return the key with its value."""
        try:
            path = other_path(self.text("name"))
        except ValueError as error:
            raise WrongFieldError("name", told_error(error)) from None
        if not self.text("value"):
            raise WrongFieldError("value", _('a value is needed; "" is an empty text'))
        value = other_value(self.text("value"))
        try:
            other_edits(self._data, self._key, path, value)
        except ValueError as error:
            raise WrongFieldError("name", told_error(error)) from None
        return NewValue(path, value)

    def follows(self, answer: NewValue) -> Sequence[Content]:
        """Return the line that will stand in the file, and what the value is."""
        return (
            part(_("in the file: {line}").format(line=clean(line_said(answer.path, answer.value))), "$foreground"),
            part(_("numbers, true, dates, lists and tables are taken as TOML, anything else as text"),
                 "$gantt-muted"),
        )  # fmt: skip
