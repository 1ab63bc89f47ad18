"""What the command palette offers: every action, every view, every item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from aiplan.model.address import Path
from aiplan.tui.actions import ACTIONS, Action, key_name, name_of, scopes_of
from aiplan.tui.applying import findable
from aiplan.tui.base import BEFORE_OPENING, DeskApp
from aiplan.tui.cells import clean
from aiplan.tui.i18n import _
from aiplan.tui.items import KIND_NAMES, SINGLE, address_of, is_work, kind_name, table_at
from aiplan.tui.messages import GoTo
from aiplan.tui.pinyin import initials
from aiplan.tui.views import VIEWS, WORK_KINDS, ViewInfo

if TYPE_CHECKING:
    from aiplan.tui.state import ViewId
    from aiplan.tui.widgets.detail_form import DetailForm

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
        for view in self._views():
            yield DiscoveryHit(
                _("View: {name}").format(name=_(view.label)), partial(self._run, f"app.view('{view.id}')")
            )
        for action in self._actions():
            if not action.palette:
                continue
            yield DiscoveryHit(name_of(action), partial(self._act, action), help=_help(action))

    async def search(self, query: str) -> Hits:
        """Yield what matches `query`."""
        matcher = self.matcher(query)
        for view in self._views():
            name = _("View: {name}").format(name=_(view.label))
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._run, f"app.view('{view.id}')"))
        for action in self._actions():
            name = name_of(action)
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._act, action), help=_help(action))
        if not self._plan_app.opened:
            return
        scored = []
        letters = query.isascii() and query.isalpha()
        for address, name in self._items():
            score = matcher.match(name)
            if score == 0 and letters and (short := initials(name)):
                score = matcher.match(short)
            if score > 0:
                scored.append((score, name, address))
        scored.sort(key=lambda hit: -hit[0])
        for score, name, address in scored[:MOST_ITEMS]:
            shown = name if is_work(address) else f"{name}  ({kind_name(address)})"
            yield Hit(score, Content(shown), partial(self._go_to, address), text=shown)

    def _views(self) -> tuple[ViewInfo, ...]:
        return VIEWS if self._plan_app.opened else ()

    def _actions(self) -> tuple[Action, ...]:
        app = self._plan_app
        if not app.opened:
            return offered(None, form=False)
        state = app.desk.state
        found = offered(state.view, form=self._form is not None)
        return tuple(action for action in found if findable(action, state, app.check_action))

    @property
    def _form(self) -> DetailForm | None:
        """The form that is open, if one is."""
        from aiplan.tui.widgets.detail_form import DetailForm

        forms = (form for screen in self.app.screen_stack for form in screen.query(DetailForm))
        return next(forms, None)

    def _items(self) -> Iterator[tuple[Path, str]]:
        """Yield every item of the plan with what it is found by: title and id, and the tables there is one of."""
        session = self._plan_app.desk.session
        for key, item in session.schedule.network.work.items():
            yield address_of(session.schedule, key), clean(f"{item.title}  {key}")
        for section in KIND_NAMES:
            if section in SINGLE:
                yield (section,), kind_name((section,)).capitalize()
            elif section not in WORK_KINDS:
                for key, table in table_at(session.text.data, (section,)).items():
                    title = table.get("title") or table.get("said") or "" if isinstance(table, Mapping) else ""
                    yield (section, key), clean(f"{title}  {key}")

    async def _act(self, action: Action) -> None:
        """Do it where it belongs: in the form, in the view on show, or in its own view, showing that."""
        scope = "timeline" if action.scope == "grid" else action.scope
        view = next((info.id for info in VIEWS if info.id == scope), None)
        if action.scope == "form":
            await self.app.run_action(action.call, self._form)
        elif not self._plan_app.opened or (view is None and action.scope != "lines"):
            await self.app.run_action(action.call)
        elif view is None:
            await self.app.run_action(action.call, await self._plan_app.main.show_view(self._plan_app.desk.state.view))
        else:
            self._plan_app.desk.view(view)
            self._plan_app.publish()
            await self.app.run_action(action.call, await self._plan_app.main.show_view(view))

    async def _run(self, call: str) -> None:
        await self.app.run_action(call)

    def _go_to(self, address: Path) -> None:
        self.app.post_message(GoTo(address))


def offered(view: ViewId | None, *, form: bool) -> tuple[Action, ...]:
    """Return what can be found in the palette; views have entries of their own.

    Args:
        view: the view on show; `None` on the start screen.
        form: whether a form is open.
    """
    if view is None:
        return tuple(a for a in ACTIONS if a.call.removeprefix("app.").partition("(")[0] in BEFORE_OPENING)
    left_out = {"start"} | (set() if form else {"form"}) | ({"lines"} - scopes_of(view))
    return tuple(a for a in ACTIONS if a.scope not in left_out and not a.call.startswith("app.view("))


def _help(action: Action) -> str:
    keys = " ".join(key_name(key) for key in action.all_keys)
    return f"{_(action.help)}  {keys}" if keys else _(action.help)
