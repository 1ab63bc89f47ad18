"""Showing a part of the plan in the timeline, the graph and the board."""

from __future__ import annotations

from aiplan.tui.base import DeskApp
from aiplan.tui.filters import EVERYTHING, Filter, filter_of
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error


class FilterActions(DeskApp):
    """Choosing what is shown; it is remembered for the plan."""

    def action_filter(self) -> None:
        """Ask what is to be shown."""
        from aiplan.tui.screens.filter import FilterScreen

        state = self.desk.state
        if not isinstance(self.screen, FilterScreen):
            screen = FilterScreen(state.document.schedule, state.selected, state.filter, glyphs=self.glyphs)
            self.push_screen(screen, self.filter_by)

    def action_lead(self) -> None:
        """Show only what leads to the item under the cursor; where something is left out already, show everything."""
        state = self.desk.state
        if state.filter.active:
            self.filter_by(EVERYTHING)
        elif state.selected is not None:
            self.filter_by(Filter(focus=state.selected))

    def recall_filter(self) -> None:
        """Show what was shown when the plan was last open."""
        from aiplan.store.remembered import remembered

        self.desk.filter(filter_of(remembered(self.desk.session.path), self.desk.session.schedule))

    def filter_by(self, chosen: Filter | None) -> None:
        """Show what passes, and remember that; a filter that nothing passes is refused."""
        if chosen is None or chosen == self.desk.state.filter:
            return
        if not self.desk.filter(chosen):
            self.tell(_("nothing passes: {filter}").format(filter=chosen.said()), bad=True)
            return
        self.publish()
        self.tell(
            _("only {filter}; | shows everything").format(filter=chosen.said())
            if chosen.active
            else _("everything is shown")
        )
        from aiplan.store.remembered import remember, remembered
        from aiplan.tui.choices import PER_PLAN

        path = self.desk.session.path
        try:
            looks = {name: value for name, value in remembered(path).items() if name in PER_PLAN}
            remember(path, {**looks, **chosen.as_data()})
        except OSError as error:
            self.tell(_("what is shown is not remembered: {error}").format(error=told_error(error)), bad=True)
