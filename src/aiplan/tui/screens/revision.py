"""Choosing what the plan is compared with: a branch, a tag, a commit, or whatever git understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.pick import Choosable, PickScreen

if TYPE_CHECKING:
    from aiplan.tui.review.repository import Named


class RevisionScreen(PickScreen):
    """Returns the revision that was chosen; where nothing in the list matches, what was typed."""

    def __init__(self, found: Sequence[Named], *, glyphs: Glyphs = UNICODE) -> None:
        choices = [Choosable(named.name, named.title) for named in found]
        super().__init__(_("Compare with (a name, or any revision such as HEAD~3)"), choices, glyphs=glyphs)

    def _finish(self) -> None:
        key, typed = self.here, self.wanted()
        wanted = key if key is not None else typed
        self.dismiss((wanted,) if wanted else None)
