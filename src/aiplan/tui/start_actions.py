"""Getting a plan where there is none: a new one, a template, a file, the demo."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.errors import AiplanError
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _, language
from aiplan.tui.phrasing import told_error, with_hint

if TYPE_CHECKING:
    from aiplan.session import Session
    from aiplan.tui.screens.new_plan import NewPlan


class StartActions(DeskApp):
    """What the start screen does."""

    folder: Path = Path()
    """Where new plans go and files are looked for."""
    today: dt.date = dt.date.min
    """The day it is."""
    open_at: Callable[[Path], Session]
    """Opens the plan at a path."""

    def begin(self, open_plan: Callable[[], Session]) -> None:
        """Open a plan and show it."""
        raise NotImplementedError

    def show_start(self, plans: Sequence[Path]) -> None:
        """Show ways to get a plan, `plans` among them."""
        from aiplan.tui.screens.start import StartScreen
        from aiplan.tui.starting import recent_plans

        self.push_screen(StartScreen(self.folder, plans, recent_plans(), glyphs=self.glyphs))

    def note_opened(self) -> None:
        """Keep in mind that this plan was open."""
        from aiplan.store.recent import note_opened

        with contextlib.suppress(OSError):
            note_opened(self.desk.session.path)

    def action_new_plan(self) -> None:
        """Ask four questions and begin with the plan they make."""
        from aiplan.tui.screens.new_plan import NewPlanScreen

        self.push_screen(NewPlanScreen(self.folder, self.today, glyphs=self.glyphs), self._take_new)

    def _take_new(self, made: NewPlan | None) -> None:
        if made is not None:
            self._write(made.path, made.text.encode())

    def action_from_template(self) -> None:
        """Choose one of the plans that come with aiplan."""
        from aiplan.store.templates import summary, templates_in
        from aiplan.tui.screens.pick import Choosable, PickScreen

        choices = [Choosable(name, summary(entry)) for name, entry in templates_in(language()).items()]
        self.push_screen(PickScreen(_("Begin with a template"), choices, glyphs=self.glyphs), self._take_template)

    def _take_template(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        from aiplan.store.templates import started, templates_in
        from aiplan.tui.starting import free_file

        raw = templates_in(language())[chosen[0]].read_bytes()
        self._write(free_file(self.folder, chosen[0]), started(raw, self.today, today=self.today))

    def action_open_plan(self) -> None:
        """Ask for the file of a plan."""
        from aiplan.tui.screens.open_file import OpenScreen

        def take(path: Path | None) -> None:
            if path is not None:
                self.action_open_path(str(path))

        self.push_screen(OpenScreen(self.folder, glyphs=self.glyphs), take)

    def action_import_plan(self) -> None:
        """Ask for a spreadsheet or a chart, show what would come of it, and begin with that plan."""
        from aiplan.importing.plan import SUFFIXES
        from aiplan.tui.screens.import_plan import ImportScreen
        from aiplan.tui.screens.open_file import OpenScreen

        def take(path: Path | None) -> None:
            if path is not None:
                self.push_screen(ImportScreen(path, self.folder, self.today, glyphs=self.glyphs), self._take_new)

        screen = OpenScreen(self.folder, title=_("Import CSV or Mermaid"), suffixes=SUFFIXES, glyphs=self.glyphs)
        self.push_screen(screen, take)

    def action_open_path(self, path: str) -> None:
        """Open the plan at a path."""
        self.begin(lambda: self.open_at(Path(path)))

    def action_demo(self) -> None:
        """Open a copy of the sample plan."""
        from aiplan.tui.starting import demo_copy

        try:
            path = demo_copy()
        except (AiplanError, OSError) as error:
            self.tell(told_error(error), bad=True)
            return
        self.tell(_("this is a copy of the sample plan: {path}").format(path=path))
        self.action_open_path(str(path))

    def _write(self, path: Path, raw: bytes) -> None:
        """Write a new plan and open it."""
        from aiplan.store.files import save

        try:
            save(path, raw, None)
        except AiplanError as error:
            self.tell(with_hint(error), bad=True)
            return
        self.tell(_("{file} is a plan now: a adds work, ? tells of every key").format(file=path.name))
        self.action_open_path(str(path))
