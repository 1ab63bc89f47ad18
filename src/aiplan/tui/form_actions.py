"""What a form asks the app for: dialogs to choose from, the person's own editor, the text of the item."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import SuspendNotSupported

from aiplan.errors import UsageError
from aiplan.tui import messages
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.items import is_work, item_name, table_at
from aiplan.tui.phrasing import told_error, with_hint

if TYPE_CHECKING:
    from aiplan.core.calendar import Calendar
    from aiplan.tui.forms.spec import FieldSpec
    from aiplan.tui.screens.pick import Choosable


class FormActions(DeskApp):
    """Dialogs over the form."""

    @on(messages.PickWanted)
    def _pick_wanted(self, event: messages.PickWanted) -> None:
        spec = event.spec
        if spec.kind == "date":
            self._pick_day(event)
        elif spec.kind in ("duration", "estimate"):
            from aiplan.tui.screens.length import LengthScreen

            screen = LengthScreen(spec.shown_label(), event.text, three=spec.kind == "estimate", glyphs=self.glyphs)
            self.push_screen(screen, lambda text: None if text is None else event.take(text))
        elif spec.kind == "links":
            self._pick_links(event)
        else:
            self._pick_names(event)

    def _pick_day(self, event: messages.PickWanted) -> None:
        from aiplan.tui.forms.dates import parse_date
        from aiplan.tui.screens.day import DayScreen

        as_of, calendar = self.desk.session.schedule.as_of, self._calendar()
        day: dt.date | None
        try:
            day = parse_date(event.text, as_of=as_of, add=calendar.add, week=calendar.week)
        except ValueError:
            day = None
        screen = DayScreen(event.spec.shown_label(), day, as_of=as_of, calendar=calendar)
        self.push_screen(screen, lambda chosen: None if chosen is None else event.take(chosen.isoformat()))

    def _calendar(self) -> Calendar:
        item, schedule = self.desk.state.item, self.desk.session.schedule
        if item is not None and is_work(item) and item[1] in schedule:
            return schedule.calendar_of(str(item[1]))
        return schedule.project_calendar

    def _pick_links(self, event: messages.PickWanted) -> None:
        from aiplan.tui.screens.links import LinkScreen

        known = [entry.strip() for entry in event.text.replace("，", ",").split(",") if entry.strip()]
        try:
            later = self._later()
            choices = [choice for choice in self.choosable(event.spec.refers_to) if choice.id not in later]
            screen = LinkScreen(event.spec.shown_label(), choices, links=known, glyphs=self.glyphs)
        except ValueError as error:
            self.tell(told_error(error), bad=True)
            return
        self.push_screen(screen, lambda links: None if links is None else event.take(", ".join(links)))

    def _later(self) -> frozenset[str]:
        """Return what waits for the item under the cursor: if that waited for them, it would be a circle."""
        item, network = self.desk.state.item, self.desk.state.document.schedule.network
        if item is None or item[-1] not in network.main:
            return frozenset()
        key = str(item[-1])
        reached = network.structure.reached_from([network.start_event.get(key, network.main[key])])
        return frozenset(other for other, node in network.main.items() if node in reached)

    def _pick_names(self, event: messages.PickWanted) -> None:
        from aiplan.tui.screens.pick import Choosable, PickScreen

        spec = event.spec
        choices = self.choosable(spec.refers_to)
        if not choices and spec.choices:
            choices = [Choosable(name, "") for name in spec.choices]
        if not choices:
            self.tell(_("there is nothing to choose from here"))
            return
        many = spec.kind in ("list", "counts", "mapping", "gates")
        known = [entry.strip() for entry in event.text.replace("，", ",").split(",") if entry.strip()]
        names = {entry.split()[0]: entry for entry in known} if many else {}

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                event.take(", ".join(names.get(key) or _begun(spec, key) for key in chosen))

        title = spec.shown_label()
        self.push_screen(PickScreen(title, choices, chosen=tuple(names), many=many, glyphs=self.glyphs), take)

    def choosable(self, sections: Sequence[str]) -> list[Choosable]:
        """Return the items of sections with their titles, without the one under the cursor."""
        from aiplan.tui.screens.pick import Choosable

        data, here = self.desk.session.text.data, self.desk.state.item
        return [
            Choosable(key, str(table_at(data, (section, key)).get("title", "")))
            for section in sections
            for key in data.get(section, {})
            if (section, key) != here
        ]

    # ------------------------------------------------------------ text

    @on(messages.EditorWanted)
    def _editor_wanted(self, event: messages.EditorWanted) -> None:
        from aiplan.tui.editor import command_of, edited

        try:
            command = command_of(os.environ)
            with self.suspend():
                text = edited(event.text, command, event.suffix)
        except SuspendNotSupported:
            self.tell(_("an editor cannot be opened from here: this is no terminal"), bad=True)
        except UsageError as error:
            self.tell(with_hint(error), bad=True)
        else:
            self.refresh(layout=True)
            event.take(text)

    @on(messages.RawWanted)
    def _raw_wanted(self) -> None:
        self.action_raw()

    def action_raw(self) -> None:
        """Show the text of the item as it stands in the file."""
        address = self.desk.state.item
        if address is not None:
            self.edit_as_text(address, item_name(address))


def _begun(spec: FieldSpec, key: str) -> str:
    """Return what a name that was chosen begins in a field of this kind."""
    if spec.kind == "counts":
        return f"{key} 1"
    return f"{key} {spec.choices[0]}" if spec.kind == "mapping" and spec.choices else key
