"""Risks that low scores point to, to be taken over one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.core import explain_ai
from aiplan.core.risk import Rating
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _, language
from aiplan.tui.risks.look import category_word, level_mark, level_word
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from aiplan.core.risk_suggestions import Suggestion


class SuggestScreen(Dialog[None]):
    """Calls `take` with each suggestion that is accepted; the list stays open until it is left."""

    BINDINGS: ClassVar = [Binding("escape,q,p", "leave", "Close", show=False)]

    def __init__(
        self, suggestions: Sequence[Suggestion], take: Callable[[Suggestion], bool], *, glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._suggestions = tuple(suggestions)
        self._take = take
        self._taken: set[int] = set()
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the list, and below it why the risk under the cursor is proposed."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Risks that low scores point to")
            dialog.border_subtitle = _("enter takes one over, u in the view takes it back, esc closes")
            yield RowList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        rows.add_options(Option(self._row(n), id=str(n)) for n in range(len(self._suggestions)))
        rows.focus()
        if self._suggestions:
            rows.highlighted = 0
        else:
            said = _("No score is low enough to point to a risk that is not in the plan.")
            rows.add_option(Option(part(said, "$gantt-muted"), disabled=True))

    def _row(self, number: int) -> Content:
        found, taken = self._suggestions[number], number in self._taken
        width = max(30, self.query_one(RowList).size.width - 3)
        name = fit(found.assessment, 16, self._glyphs.ellipsis)
        rating = level_mark(Rating(found.likelihood, found.impact))
        title = fit(found.title, max(8, width - 25), self._glyphs.ellipsis)
        mark = part(f"{self._glyphs.done if taken else ' '} ", "bold $gantt-good")
        return (
            mark + rating + part(f" {name} ", "$gantt-muted") + part(title, "$gantt-muted" if taken else "$foreground")
        )

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index >= len(self._suggestions):
            return
        found = self._suggestions[event.option_index]
        rating = Rating(found.likelihood, found.impact)
        low = [
            f"{explain_ai.dimension(d).title.in_(language())} {score} ({explain_ai.anchor(d, score, language())})"
            for d, score in found.because
        ]
        lines = (
            part(found.title, "bold $foreground"),
            part(_("because of {scores}").format(scores=words.listed(low)), "$accent"),
            part(
                _("a first guess: {level}, likelihood {likelihood}, impact {impact}; {category}").format(
                    level=level_word(rating.level), likelihood=rating.likelihood, impact=rating.impact,
                    category=category_word(found.category),
                ),
                "$gantt-muted",
            ),
        )  # fmt: skip
        self.query_one(".hint", Static).update(Content("\n").join(lines))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        number = event.option_index
        if number in self._taken or number >= len(self._suggestions):
            return
        if self._take(self._suggestions[number]):
            self._taken.add(number)
            self.query_one(RowList).replace_option_prompt_at_index(number, self._row(number))
            self.query_one(RowList).action_cursor_down()

    def action_leave(self) -> None:
        """Close the list."""
        self.dismiss(None)
