"""What the command palette offers: every action, every view, every item."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from aiplan.tui.actions import ACTIONS, Action, key_name
from aiplan.tui.base import DeskApp
from aiplan.tui.cells import clean
from aiplan.tui.messages import GoTo
from aiplan.tui.views import VIEWS
from aiplan.tui.widgets.timeline_view import TimelineView

MOST_ITEMS = 50
"""Hits among items that are listed: an option costs more than a match."""


class PlanCommands(Provider):
    """Actions by label and help, views by name, items by title and id."""

    @property
    def _plan_app(self) -> DeskApp:
        app = self.app
        assert isinstance(app, DeskApp)
        return app

    async def discover(self) -> Hits:
        """Yield views and actions before anything is typed."""
        for view in VIEWS:
            yield DiscoveryHit(f"View: {view.label}", partial(self._run, f"app.view('{view.id}')"))
        for action in ACTIONS:
            if action.palette:
                yield DiscoveryHit(_name(action), partial(self._act, action), help=_help(action))

    async def search(self, query: str) -> Hits:
        """Yield what matches `query`."""
        matcher = self.matcher(query)
        for view in VIEWS:
            name = f"View: {view.label}"
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._run, f"app.view('{view.id}')"))
        for action in ACTIONS:
            name = _name(action)
            if action.palette and (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._act, action), help=_help(action))
        if not self._plan_app.opened:
            return
        work = self._plan_app.desk.session.schedule.network.work
        scored = []
        for key, item in work.items():
            name = clean(f"{item.title}  {key}")
            if (score := matcher.match(name)) > 0:
                scored.append((score, name, key))
        scored.sort(key=lambda hit: -hit[0])
        for score, name, key in scored[:MOST_ITEMS]:
            yield Hit(score, Content(name), partial(self._go_to, key), text=name)

    async def _act(self, action: Action) -> None:
        grid = self._plan_app.main.query(TimelineView)
        if action.scope == "grid" and grid:
            await self.app.run_action(action.call, grid.first())
        else:
            await self.app.run_action(action.call)

    async def _run(self, call: str) -> None:
        await self.app.run_action(call)

    def _go_to(self, key: str) -> None:
        self.app.post_message(GoTo(key))


def _name(action: Action) -> str:
    return f"{action.group}: {action.label}" if action.group != "Everywhere" else action.label


def _help(action: Action) -> str:
    keys = " ".join(key_name(key) for key in action.all_keys)
    return f"{action.help}  {keys}" if keys else action.help
