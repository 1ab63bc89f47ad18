"""The form of one item: shows what the file says, checks what is typed, and asks for edits; it owns no data."""

from __future__ import annotations

from itertools import groupby

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from aiplan.core.plain import MISSING, get
from aiplan.tui.actions import bindings
from aiplan.tui.forms.changes import value_at
from aiplan.tui.forms.entries import entry_lines
from aiplan.tui.forms.help import help_for, named_in_field
from aiplan.tui.forms.labels import label_of
from aiplan.tui.forms.spec import COMMON, FieldSpec
from aiplan.tui.forms.subject import PairSubject, Subject
from aiplan.tui.forms.values import show
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.items import exists, is_work, item_name, kind_name
from aiplan.tui.messages import EditorWanted, FormClosed, PickWanted, RawWanted, SaveRequested, UndoRequested
from aiplan.tui.phrasing import told
from aiplan.tui.state import AppState
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.form_typing import FormTyping
from aiplan.tui.widgets.line import part

AT_ONCE = 5
"""Lines that are mounted at once, so that no frame takes long."""
FormLine = tuple[list[FieldSpec], FieldSpec | None]
"""The fields of one line, and the last one above them."""


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Where the fields stand; up and down go from field to field."""


class DetailForm(FormTyping):
    """Title and fields of the item under the cursor, or of an entry of a list inside it."""

    BINDINGS = bindings("form")
    DEFAULT_CSS = """
    DetailForm { width: 1fr; height: 1fr; background: $surface; }
    DetailForm > .title { height: 2; background: $surface; }
    DetailForm Fields { height: 1fr; scrollbar-size: 0 1; }
    DetailForm .more { height: 1; margin: 1 0 0 0; }
    DetailForm .cluster { height: auto; width: 1fr; }
    DetailForm .cluster > .first { width: 18; }
    DetailForm .cluster > .second { width: 4; }
    DetailForm > .help { height: auto; max-height: 4; background: $surface; color: $gantt-muted; }
    """

    def __init__(self, *, focus_key: str = "", glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._focus_key = focus_key
        self._all = False
        self._wanted = focus_key
        """The field that is to have the focus."""
        self._later: list[FormLine] = []
        """Lines that are mounted once the first ones are on screen."""
        self.arriving = False
        """Whether the field that is to have the focus is among them: keys wait for it."""

    # ------------------------------------------------------------ what is shown

    def _shown_specs(self) -> list[FieldSpec]:
        table, specs = self.subject.table(self._data), self.subject.specs()
        if self._inside or not is_work(self._item):
            return list(specs)
        if self._focus_key and self._focus_key not in COMMON and self._focus_key not in table:
            self._all = True
        return [s for s in specs if self._all or s.key in COMMON or value_at(table, s.path) is not None]

    async def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Show another item, or the new values of the same one."""
        if new is None or new.item is None or not exists(new.document.data, new.item):
            return
        if new.item != self._item:
            self._item = new.item
            self._inside.clear()
            await self.show_anew(self._focus_key)
            return
        changed = old is None or old.document is not new.document or old.refusals is not new.refusals
        if changed and not await self._moved_on():
            self._update(new)

    async def _moved_on(self) -> bool:
        """Go to the entry that has come about, or out of one that is gone; tell whether that was so."""
        coming, self._coming = self._coming, None
        if coming is not None and coming.exists(self._data):
            inside = bool(self._inside) and isinstance(coming, PairSubject)
            self._inside = [*(self._inside[:-1] if inside else self._inside), coming]
            if not inside:
                await self.show_anew("")
                return True
        count = len(self._inside)
        while self._inside and not self._inside[-1].exists(self._data):
            self._inside.pop()
        if len(self._inside) < count:
            await self.show_anew("")
        return len(self._inside) < count

    async def show_anew(self, key: str) -> None:
        """Make the fields anew and put the focus on one."""
        self._stop_waiting()
        self._begun.clear()
        self._wanted = key
        await self.recompose()
        self.focus_field(key)
        self.call_after_refresh(self._mount_more, self._later)

    def compose(self) -> ComposeResult:
        """Yield the title, the fields, and how to see the others."""
        if self.state is None or self._item is None:
            return
        yield Static(self._title(), classes="title")
        specs = self._shown_specs()
        rest = len(self.subject.specs()) - len(specs)
        lines = [list(together) for _row, together in groupby(specs, key=lambda spec: spec.row)]
        above = [None, *(line[-1] for line in lines)]
        pairs = list(zip(lines, above, strict=False))
        self._later = pairs[AT_ONCE:]
        with Fields():
            yield from (self._line(line, over) for line, over in pairs[:AT_ONCE])
            if rest:
                said = n_("f2 shows {count} more field", "f2 shows {count} more fields", rest).format(count=rest)
                yield Static(part(said, "$gantt-faint", "more"), classes="more")
        yield Static("", classes="help")

    async def _mount_more(self, lines: list[FormLine]) -> None:
        """Mount some of the lines that are still to come, and the others after the next frame."""
        if lines is not self._later or not lines or not self.is_mounted:
            return
        some, self._later = lines[:AT_ONCE], lines[AT_ONCE:]
        fields, more = self.query_one(Fields), self.query(".more")
        await fields.mount_all([self._line(*line) for line in some], before=more.first() if more else None)
        if self.arriving:
            self.focus_field(self._wanted)
        self.call_after_refresh(self._mount_more, self._later)

    def focus_field(self, key: str = "") -> None:
        """Put the focus on the field of a key, once it is there."""
        self._wanted = key
        self.arriving = bool(key) and any(map(self._is_wanted, self._later))
        if not self.arriving:
            super().focus_field(key)

    def _is_wanted(self, line: FormLine) -> bool:
        """Tell whether the field that is to have the focus stands on a line."""
        path = tuple(self._wanted.split("."))
        return any(spec.path[: len(path)] == path for spec in line[0])

    def _line(self, cluster: list[FieldSpec], above: FieldSpec | None) -> Widget:
        """Return the field of one line, or the fields that stand side by side on it."""
        rows = [self._field(spec, above if spec is cluster[0] else spec) for spec in cluster]
        if len(rows) == 1:
            return rows[0]
        for row, name in zip(rows, ("first", "second"), strict=False):
            row.add_class(name)
        return Horizontal(*rows, classes="cluster")

    def _field(self, spec: FieldSpec, above: FieldSpec | None) -> FieldRow:
        stored = self._stored(spec)
        return FieldRow(
            spec,
            show(spec, stored),
            ids=[key for key in self._ids(spec) if self._item is not None and key != self._item[-1]],
            entries=entry_lines(spec, stored) if spec.listed else (),
            label="" if above is spec else spec.shown_label(above),
            glyphs=self._glyphs,
        )

    def _title(self) -> Content:
        assert self._item is not None
        title = show(FieldSpec(("title",), "text", "Title"), get(self._data, (*self._item, "title")))
        known = title if get(self._data, (*self._item, "title")) is not MISSING else ""
        if len(self._item) == 1:
            name = part(kind_name(self._item).capitalize(), "bold $foreground")
        else:
            name = part(f"{item_name(self._item)}  ", "$gantt-muted") + part(known, "bold $foreground")
        for subject in self._inside:
            name = name + part(f" {self._glyphs.right} ", "$gantt-faint") + part(_step(subject), "bold $foreground")
        return name

    def _update(self, state: AppState) -> None:
        """Follow a change of the plan; text that is being typed or does not read stays."""
        if self.children:
            self.query_one(".title", Static).update(self._title())
        for row in self.query(FieldRow):
            refusal = state.refusals.get((*self.subject.address, *row.spec.path), "")
            if refusal:
                row.complaint = told(refusal)
                continue
            stored = self._stored(row.spec)
            if row.spec.listed:
                row.load_entries(entry_lines(row.spec, stored))
            if (
                row.unheard
                or row.spec.name in self._waiting
                or row.spec.key in self._begun
                or (row.complaint and row.editing)
            ):
                continue
            if not (row.editing and self._means(row, stored)):
                row.load(show(row.spec, stored))
            row.complaint = ""

    # ------------------------------------------------------------ moving about

    def on_descendant_focus(self) -> None:
        """Say what the field is for."""
        row = self._editing()
        if row is not None:
            self.explain(row)

    def explain(self, row: FieldRow) -> None:
        """Say what a field is for."""
        for shown in self.query(".help").results(Static):
            shown.update(Content("\n").join(part(line, "$gantt-muted") for line in self._help(row)))

    def _help(self, row: FieldRow) -> list[str]:
        assert self.state is not None
        named = named_in_field(self.state.document, row.spec, row.text)
        return [line for line in (named, help_for(self.subject, row.spec, row.text)) if line]

    async def action_more(self) -> None:
        """Show every field, or only those that are common or set."""
        self.flush()
        here = self._editing()
        self._all = not self._all
        self._focus_key = ""
        await self.show_anew("" if here is None else here.spec.key)

    async def action_close(self) -> None:
        """Leave the entry, or the form."""
        self.flush()
        if self._inside:
            self._coming = None
            address = self._inside.pop().address
            await self.show_anew(str(address[len(self.subject.address)]))
        else:
            lost = tuple(f"{row.spec.shown_label()}: {row.complaint}" for row in self.query(FieldRow) if row.complaint)
            self.post_message(FormClosed(lost))

    def action_pick(self) -> None:
        """Choose what stands in the field from a list, a calendar or the like."""
        row = self._editing()
        if row is not None and not row.spec.listed:
            self.flush()
            self.post_message(PickWanted(row.spec, row.text, row.put))

    def action_editor(self) -> None:
        """Write the text of the field in the person's own editor."""
        row = self._editing()
        if row is not None and row.spec.kind in ("text", "long"):
            self.flush()
            one_line = row.spec.kind == "text"
            self.post_message(
                EditorWanted(row.text, lambda text: row.put(" ".join(text.split()) if one_line else text))
            )

    def action_raw(self) -> None:
        """Show the item as it stands in the file."""
        self.flush()
        self.post_message(RawWanted())

    def action_save(self) -> None:
        """Save, with what was typed just now."""
        self.flush()
        self.post_message(SaveRequested())

    def action_undo(self) -> None:
        """Put back what the field held, if what is typed does not read; else undo the last change."""
        self.flush()
        row = self._editing()
        if row is not None and row.complaint:
            row.load(show(row.spec, self._stored(row.spec)))
            row.complaint = ""
        else:
            self.post_message(UndoRequested())


def _step(subject: Subject) -> str:
    """Return what an entry is called on the way to it."""
    if isinstance(subject, PairSubject):
        name = subject.name or _("new")
        return f"{_(label_of(str(subject.mapping[-1])))} {name}"
    return f"{_(label_of(str(subject.address[-2])))} {int(subject.address[-1]) + 1}"
