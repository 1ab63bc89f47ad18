"""Remembering how a person looks at plans, from one day to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.timer import Timer

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import Chosen, NotRemembered
from aiplan.tui.phrasing import told_error
from aiplan.tui.widgets.timeline_view import TimelineView

if TYPE_CHECKING:
    from pathlib import Path

    from aiplan.store.settings import Settings

SETTLE = 0.5
"""Seconds without another choice after which they are written."""


class ChoiceActions(DeskApp):
    """Keeps choices of the views: those of one plan beside its filter, the others for all."""

    _chosen_over: Settings | None = None
    """The settings over which is chosen; `None` where nothing is remembered."""
    _unwritten: dict[str, Any]
    _waiting: Timer | None = None
    _told_so = False

    def recall_choices(self, settings: Settings) -> None:
        """Show things as they were looked at last, in any plan."""
        from aiplan.store.remembered import remembered_choices
        from aiplan.tui.choices import holding

        self._chosen_over, self._unwritten = settings, {}
        begin = {"zoom": settings.zoom, "density": settings.density, "links": settings.links}
        choices = begin | holding(remembered_choices(), settings)
        self.main.choices.update(choices)
        if choices != {"zoom": 0, "density": 1, "links": "critical"}:
            self.main.query_one(TimelineView).recall(choices)

    def recall_plan(self) -> None:
        """Show this plan as it was looked at last."""
        if self._chosen_over is None:
            return
        from aiplan.store.remembered import remembered
        from aiplan.tui.choices import PER_PLAN, holding

        found = holding(remembered(self.desk.session.path), self._chosen_over)
        if any(name in found for name in PER_PLAN):
            self.main.choices.update({name: found[name] for name in PER_PLAN if name in found})
            self.main.query_one(TimelineView).recall(self.main.choices)
        wanted = self.main.choices.get("why")
        if isinstance(wanted, bool):
            self.desk.show_why(wanted)

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        self.remember_choice(event.values)

    def remember_choice(self, values: dict[str, Any]) -> None:
        """Remember what was chosen, once it stays so for a moment."""
        self.main.choices.update(values)
        if self._chosen_over is None:
            return
        self._unwritten |= values
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(SETTLE, self._write_later)

    @work(thread=True, exclusive=True, group="choices", description="choices", exit_on_error=False)
    def _write_later(self) -> None:
        try:
            self._write_choices()
        except OSError as error:
            self.post_message(NotRemembered(told_error(error)))

    @on(NotRemembered)
    def _not_remembered(self, event: NotRemembered) -> None:
        if not self._told_so:
            self._told_so = True
            self.tell(_("what is chosen in the views is not remembered: {error}").format(error=event.error), bad=True)

    def _write_choices(self) -> None:
        """Write what has not been written yet.

        Raises:
            OSError: where the state folder cannot be written.
        """
        from aiplan.store.remembered import remember, remember_choices, remembered
        from aiplan.tui.choices import PER_PLAN, kept

        if self._chosen_over is None or not self._unwritten:
            return
        values, self._unwritten = self._unwritten, {}
        every = {name: kept(name, value, self._chosen_over) for name, value in values.items() if name not in PER_PLAN}
        if every:
            remember_choices(every)
        own = {name: kept(name, value, self._chosen_over) for name, value in values.items() if name in PER_PLAN}
        if own and self.opened:
            path: Path = self.desk.session.path
            remember(path, {**remembered(path), **own})

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave; what was chosen a moment ago is written."""
        try:
            self._write_choices()
        except OSError:
            self._unwritten = {}
        super().exit(*args, **options)
