"""Going back and forward, and along the chain that sets a date."""

from __future__ import annotations

from aiplan.tui import words
from aiplan.tui.base import DeskApp
from aiplan.tui.cells import clean
from aiplan.tui.i18n import _
from aiplan.tui.items import address_of, exists
from aiplan.tui.messages import GoTo
from aiplan.tui.trail import Place, Trail


class TrailActions(DeskApp):
    """Keeps in mind where the cursor was before it jumped."""

    _trail: Trail | None = None

    @property
    def here(self) -> Place:
        """The view on show and what the cursor stands on."""
        return Place(self.desk.state.view, self.desk.state.item)

    def leave(self, place: Place) -> None:
        """Keep a place in mind that is left for another."""
        self._trail = self._trail or Trail()
        self._trail.leave(place)

    def action_go_back(self) -> None:
        """Go back to where the cursor was before it jumped."""
        place = None if self._trail is None else self._trail.back(self.here)
        self._return_to(place, _("there is nothing to go back to"))

    def action_go_forward(self) -> None:
        """Go forward again to where one went back from."""
        place = None if self._trail is None else self._trail.forward(self.here)
        self._return_to(place, _("there is nothing to go forward to"))

    def _return_to(self, place: Place | None, lacking: str) -> None:
        if place is None:
            self.tell(lacking)
            return
        self.desk.view(place.view)
        if place.item is not None and exists(self.desk.state.document.data, place.item):
            self.desk.select_item(place.item)
        self.publish()

    def action_path(self) -> None:
        """List what sets the date of the row, from the beginning; a choice goes there."""
        from aiplan.tui.screens.pick import Choosable, PickScreen

        schedule, key = self.desk.session.schedule, self.desk.state.selected
        steps = schedule.driving_path(key) if key is not None and key in schedule else ()
        if key is None or not steps:
            self.tell(_("nothing sets a date here: there is no work, or it is part of a cycle"))
            return
        year = schedule.as_of.year
        choices = []
        for step in steps:
            activity = schedule[step.id]
            promised = schedule.network.work[step.id].external
            when = " – ".join(dict.fromkeys(words.day(day, year=year) for day in (step.start, step.finish)))
            why = words.reason(step.driven_by, activity, promised_by="" if promised is None else promised.from_)
            choices.append(Choosable(step.id, clean(f"{when}  {why}")))

        def go(chosen: tuple[str, ...] | None) -> None:
            if chosen:
                self.post_message(GoTo(address_of(schedule, chosen[0])))

        title = _("What sets the date of {id}, from the beginning").format(id=clean(key))
        self.push_screen(PickScreen(title, choices, glyphs=self.glyphs), go)
