"""Asking for a file: a path to type, with what lies in its folder below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from aiplan.tui.cells import clean, fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

MOST = 200
"""Entries of a folder that are listed."""


def entries(folder: Path, text: str, suffixes: Sequence[str] = (".toml",)) -> list[str]:
    """Return what `text` may go on to: folders, which end in `/`, and files, as they would be typed.

    Args:
        folder: what a relative path starts from.
        text: what has been typed.
        suffixes: of the files.
    """
    head, slash, tail = text.rpartition("/")
    where = folder / Path(head + slash).expanduser() if head or slash else folder
    try:
        found = sorted(where.iterdir(), key=lambda path: (not path.is_dir(), path.name.casefold()))
    except (OSError, ValueError, RuntimeError):
        return []
    names = []
    for path in found:
        hidden = path.name.startswith(".") and not tail.startswith(".")
        if hidden or not path.name.casefold().startswith(tail.casefold()):
            continue
        if path.is_dir():
            names.append(f"{head}{slash}{path.name}/")
        elif path.suffix.casefold() in suffixes:
            names.append(f"{head}{slash}{path.name}")
    return names[:MOST]


class OpenScreen(Dialog[Path | None]):
    """Returns the file that was chosen."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(
        self, folder: Path, *, title: str = "", suffixes: Sequence[str] = (".toml",), glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._folder = folder
        self._heading = title or _("Open a plan")
        self._suffixes = suffixes
        self._glyphs = glyphs
        self._found: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the field, the list and what the keys do."""
        with Vertical(classes="dialog pick") as dialog:
            dialog.border_title = self._heading
            yield Input(placeholder=_("a path; ~ is your home folder"), compact=True)
            yield RowList(classes="answers")
            yield Static(part(_("tab completes, enter opens a folder or takes a file, esc leaves"), "$gantt-muted"),
                         classes="dialog-text")  # fmt: skip

    def on_mount(self) -> None:
        """List the folder."""
        self.query_one(Input).focus()
        self.call_after_refresh(self._fill)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        self._found = entries(self._folder, self.query_one(Input).value, self._suffixes)
        width = max(20, rows.size.width - 2)
        rows.clear_options()
        rows.add_options(Option(part(fit(clean(name), width, self._glyphs.ellipsis))) for name in self._found)
        if self._found:
            rows.highlighted = 0

    @property
    def _here(self) -> str | None:
        at = self.query_one(RowList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def action_move(self, step: int) -> None:
        """Go up or down the list."""
        if self._found:
            rows = self.query_one(RowList)
            rows.highlighted = max(0, min(len(self._found) - 1, (rows.highlighted or 0) + step))

    def action_complete(self) -> None:
        """Type what the cursor stands on."""
        if self._here is not None:
            field = self.query_one(Input)
            field.value = self._here
            field.cursor_position = len(field.value)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    def _take(self) -> None:
        """Open the folder, or take the file, that was typed or that the cursor stands on."""
        typed = self.query_one(Input).value.strip()
        path = self._folder / Path(typed).expanduser()
        if typed and path.is_file():
            self.dismiss(path)
            return
        here = self._here
        if here is None:
            self.notify(_("there is no file {file}").format(file=typed or "?"), severity="error", markup=False)
        elif here.endswith("/"):
            self.action_complete()
        else:
            self.dismiss(self._folder / Path(here).expanduser())

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
