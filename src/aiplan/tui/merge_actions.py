"""What others wrote into the file, merged with what is here; and merge conflicts, settled one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from aiplan.errors import EditRefused
from aiplan.tui.i18n import _, n_
from aiplan.tui.messages import ConflictsFound
from aiplan.tui.phrasing import told_error
from aiplan.tui.review_actions import ReviewActions

if TYPE_CHECKING:
    from aiplan.store.files import Stored
    from aiplan.tui.resolving import Resolving
    from aiplan.tui.screens.resolve import Resolved


class MergeActions(ReviewActions):
    """Nothing is written until every conflict is settled, and nothing of either side is lost."""

    _resolving: Resolving | None = None
    """What was chosen and not written yet."""

    def action_merge(self) -> None:
        """Merge what others wrote, or settle the conflicts that stand in the file."""
        if self.desk.session.read_only:
            text = self.desk.session.text.text
            if self._resolving is not None and self._resolving.text == text:
                self._resolve(self._resolving, None)
            else:
                self._find_base(text, self.desk.session.path)
        elif self.desk.state.notice == "outside_change":
            self._merge_outside()
        else:
            self.tell(_("nobody has changed the file, and no conflicts stand in it"))

    def action_diff_outside(self) -> None:
        """Show what others wrote into the file."""
        if self.desk.state.notice != "outside_change":
            self.tell(_("nobody has changed the file"))
            return
        from aiplan.store.files import read_file

        self.attempt(lambda: self.review_outside(read_file(self.desk.session.path).raw))

    # ------------------------------------------------------------ changes by others

    def _merge_outside(self) -> None:
        from aiplan.store.files import read_file
        from aiplan.store.merging.merge import CannotMergeError, merge_plans
        from aiplan.store.text import PlanText

        session = self.desk.session
        conflicts: tuple[Stored, str] | None = None

        def change() -> None:
            nonlocal conflicts
            stored = read_file(session.path)
            try:
                raw, merged = merge_plans(session.saved.to_bytes(), session.text.to_bytes(), stored.raw)
            except CannotMergeError as error:
                said = _("it cannot be merged table by table: {why}").format(why=told_error(error))
                raise EditRefused(said, hint=_("R reads theirs, K keeps yours; nothing was changed")) from None
            text = PlanText.from_bytes(raw)
            if merged.conflicts:
                conflicts = stored, text.text
            else:
                self.desk.rebase(stored, text, label=_("merge"))

        if self.attempt(change):
            if conflicts is None:
                self.tell(_("merged with what others wrote; s saves, u takes theirs out again"))
            else:
                from aiplan.tui.resolving import Resolving

                stored, text = conflicts
                kept = self._resolving
                now = Resolving.of(text, session.saved.text, outside=True)
                self._resolve(kept if kept is not None and kept.text == text else now, stored)

    # ------------------------------------------------------------ conflicts

    @work(thread=True, exclusive=True, group="conflicts", exit_on_error=False)
    def _find_base(self, text: str, path: Path) -> None:
        from aiplan.tui.resolving import Resolving
        from aiplan.tui.review.repository import base_in_index

        self.post_message(ConflictsFound(Resolving.of(text, base_in_index(path))))

    @on(ConflictsFound)
    def _conflicts_found(self, event: ConflictsFound) -> None:
        if self.screen is self.main and event.now.found:
            self._resolve(event.now, None)

    def _resolve(self, now: Resolving, stored: Stored | None) -> None:
        from aiplan.tui.screens.resolve import ResolveScreen

        def done(resolved: Resolved | None) -> None:
            if resolved is not None:
                self._resolving = resolved.now
                if resolved.write:
                    self._take_settled(resolved.now, stored)
                elif resolved.now.before:
                    left = resolved.now.left
                    said = n_("{count} conflict left: J goes on", "{count} conflicts left: J goes on", left)
                    self.tell(said.format(count=left))

        self.push_screen(ResolveScreen(now, glyphs=self.glyphs), done)

    def _take_settled(self, now: Resolving, stored: Stored | None) -> None:
        """Write the file that had conflicts, or take over what was merged with changes by others."""
        from aiplan.store.text import PlanText

        session = self.desk.session

        def change() -> None:
            if stored is not None:
                text = PlanText.from_text(now.settled(), bom=session.text.bom)
                self.desk.rebase(stored, text, label=_("merge"))
            elif session.text.text != now.text:
                said = _("the file was changed meanwhile; nothing was written")
                raise EditRefused(said, hint=_("J shows its conflicts again"))
            else:
                self.desk.write_settled(now.settled())

        if self.attempt(change):
            self._resolving = None
            self.refresh_bindings()
            if stored is not None:
                self.tell(_("merged with what others wrote; s saves, u takes theirs out again"))
            else:
                self.tell(_("saved; git add {file} tells git that it is settled").format(file=session.path.name))
