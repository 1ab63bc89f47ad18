"""The main screen: lines of figures and keys around the views, with the form beside them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.preview import Preview
from aiplan.tui.state import AppState, ViewId
from aiplan.tui.terminal import MIN_HEIGHT, MIN_WIDTH
from aiplan.tui.views import WORK_KINDS, factory_of, view_info
from aiplan.tui.widgets.banner import Banner
from aiplan.tui.widgets.explain_strip import ExplainStrip
from aiplan.tui.widgets.key_bar import KeyBar
from aiplan.tui.widgets.remembering import Remembering
from aiplan.tui.widgets.status_line import StatusLine
from aiplan.tui.widgets.timeline_view import TimelineView
from aiplan.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from aiplan.tui.desk import Desk

PANE_FROM = 100
"""Columns from which the form stands beside the plan."""
WHY_FROM = 96, 30
"""Columns and lines from which the explanation is shown without being asked for."""


class Views(ContentSwitcher):
    """The views; letters do something only while one of them has the focus.

    Keys of a what-if come first: they are allowed only while one is on show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("whatif"), *bindings("views")]


class MainScreen(Screen[None]):
    """Passes the state down; opens and closes what lies beside the views."""

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (PANE_FROM, "-normal"), (150, "-wide")]  # noqa: RUF012 - Textual declares it so

    state: var[AppState | None] = var(None)

    def __init__(self, preview: Preview, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._preview = preview
        self._mounting = asyncio.Lock()
        self.choices: dict[str, Any] = {}
        """How views are looked at, for those that are made later."""

    def compose(self) -> ComposeResult:
        """Yield the lines, the first view, and the places for what comes later."""
        yield StatusLine(self._preview.name, glyphs=self._glyphs).data_bind(MainScreen.state)
        yield ViewBar().data_bind(MainScreen.state)
        yield Banner().data_bind(MainScreen.state)
        with Horizontal(id="body"):
            with Views(id="views", initial="timeline"):
                yield TimelineView(self._preview, glyphs=self._glyphs, id="timeline").data_bind(MainScreen.state)
            yield Container(id="pane")
        yield ExplainStrip(glyphs=self._glyphs).data_bind(MainScreen.state)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the timeline."""
        self.query_one(TimelineView).focus()

    # ------------------------------------------------------------ shape

    def on_resize(self) -> None:
        """Say so where the terminal is too small."""
        width, height = self.size
        small = width < MIN_WIDTH or height < MIN_HEIGHT
        self.set_class(small, "-too-small")
        told = self.query("#too-small").results(Static)
        said = _("terminal too small: {needed} needed (have {size})").format(
            needed=f"{MIN_WIDTH}x{MIN_HEIGHT}", size=f"{width}x{height}"
        )
        notice = next(told, None)
        if notice is not None:
            notice.update(said)
            notice.display = small
        elif small:
            self.mount(Static(said, id="too-small"))
        self._place_why()

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Show the view that is wanted."""
        if new is None or not self.is_mounted:
            return
        if old is None or old.show_why is not new.show_why or old.view != new.view:
            self._place_why()
        if old is not None and old.whatif is not new.whatif:
            self.call_after_refresh(self._place_toasts)
        if new.whatif is not None and (old is None or old.whatif is None):
            self.call_next(self._show_comparison)
        if old is None or old.view != new.view:
            self.call_next(self.show_view, new.view)

    async def _show_comparison(self) -> None:
        """Make the comparison with the plan when there is a what-if for the first time."""
        from aiplan.tui.widgets.comparison_panel import ComparisonPanel

        if not self.query(ComparisonPanel):
            with self._context():
                panel = ComparisonPanel(glyphs=self._glyphs).data_bind(MainScreen.state)
            await self.mount(panel, before=self.query_one(ExplainStrip))

    def _place_why(self) -> None:
        """Show why a row has its dates where that is wanted: unasked, if there is room and the view shows work."""
        wanted = None if self.state is None else self.state.show_why
        kinds = WORK_KINDS if self.state is None else view_info(self.state.view).kinds
        about_work = bool(set(WORK_KINDS) & set(kinds))
        room = about_work and self.size.width >= WHY_FROM[0] and self.size.height >= WHY_FROM[1]
        self.query_one(ExplainStrip).display = room if wanted is None else wanted
        self.call_after_refresh(self._place_toasts)

    def _place_toasts(self) -> None:
        """Let what is told for a moment stand above what is read at the bottom, not on it."""
        below = [*self.query(ExplainStrip).results(Widget), *self.query("ComparisonPanel").results(Widget)]
        height = sum(widget.outer_size.height for widget in below if widget.display)
        for rack in self.query("ToastRack").results(Widget):
            rack.styles.margin = (0, 0, 1 + height, 0)

    @property
    def why_shown(self) -> bool:
        """Whether the explanation is on screen."""
        return bool(self.query_one(ExplainStrip).display)

    # ------------------------------------------------------------ views

    async def show_view(self, view: ViewId) -> Widget:
        """Bring a view to the front, making it on its first visit, and return it."""
        views = self.query_one(Views)
        async with self._mounting:
            new = not views.query(f"#{view}")
            if new:
                with self._context():
                    made = factory_of(view)(glyphs=self._glyphs, id=view)
                    if isinstance(made, Remembering):
                        made.recall(self.choices)
                    made.data_bind(MainScreen.state)
                # Else it would share the room with the view before it for a frame, and scroll for half the height.
                made.display = False
                await views.mount(made)
        shown = views.query_one(f"#{view}")
        views.current = view
        if new:
            # Through its own queue: behind what the layout tells it.
            self.call_after_refresh(shown.call_later, _tell_size, shown)
        if self.focused is None or not self.form_open:
            shown.focus()
        return shown

    def keep_cursor(self, desk: Desk) -> None:
        """Leave the cursor where it was moved to while the plan was being read."""
        grid = self.query_one(TimelineView)
        key, places = grid.cursor_id, grid.model.places
        if key is not None and key != places[0].id and key in desk.session.schedule:
            desk.select(key)

    def focus_view(self) -> None:
        """Put the focus into the view on show."""
        shown = self.query_one(Views).visible_content
        if shown is not None:
            shown.focus()

    # ------------------------------------------------------------ the form

    @property
    def form_open(self) -> bool:
        """Whether the form stands beside the plan."""
        return self.has_class("-editing")

    def open_form(self, key: str) -> None:
        """Show the form beside the plan and put the focus into the field of `key`."""
        # Binding to the state is only possible from the screen's own task.
        self.call_later(self._open_form, key)

    async def _open_form(self, key: str) -> None:
        from aiplan.tui.widgets.detail_form import DetailForm

        pane = self.query_one("#pane", Container)
        forms = pane.query(DetailForm)
        self.add_class("-editing")
        if forms:
            forms.first().focus_field(key)
        else:
            await pane.mount(DetailForm(focus_key=key, glyphs=self._glyphs).data_bind(MainScreen.state))

    async def close_form(self) -> None:
        """Take the form away."""
        self.focus_view()
        # What goes away anyway is not styled anew first.
        with self.app.batch_update():
            await self.query_one("#pane", Container).remove_children()
            self.remove_class("-editing")

    # ------------------------------------------------------------ finding

    def open_find(self) -> None:
        """Show the line to type what to find."""
        from aiplan.tui.widgets.find_bar import FindBar

        if not self.query(FindBar):
            self.mount(FindBar())

    def close_find(self) -> None:
        """Take the line away."""
        self.focus_view()
        for bar in self.query("FindBar"):
            bar.remove()


def _tell_size(view: Widget) -> None:
    """Tell a new view that it has a size and is on show.

    Where the screen is measured after the view came and before it is laid out, which happens once lines have been
    scrolled, Textual takes the view for one that was there before, and tells it neither.
    """
    view.post_message(events.Resize(view.size, view.virtual_size, view.container_size))
    if getattr(view, "lines", None) == ():
        view.post_message(events.Show())
