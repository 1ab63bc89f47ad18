"""The questions of the EU AI Act about one assessment, and the tier that the answers suggest. An aid, not advice."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.core.eu_ai_act import ANSWERS, Answer, Question, Triage, act, triage
from aiplan.model.ai import AiActTier
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _, language
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

_SAID: dict[Answer, tuple[str, str]] = {
    "yes": (N_("yes"), "bold $gantt-error"), "no": (N_("no"), "$gantt-good"), "unknown": ("?", "bold $warning"),
}  # fmt: skip
_ANSWER = 5
"""Cells of an answer."""


class TriageScreen(Dialog[AiActTier | None]):
    """Returns the tier that is to be written, `None` for none."""

    BINDINGS: ClassVar = [
        Binding("escape,q", "leave", "Cancel", show=False),
        Binding("y", "answer('yes')", show=False),
        Binding("n", "answer('no')", show=False),
        Binding("u,question_mark", "answer('unknown')", show=False),
        Binding("space,right,left", "answer('')", show=False),
        Binding("N", "rest", show=False),
        Binding("w", "write", show=False),
    ]

    def __init__(self, name: str, written: AiActTier, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._about = name
        self._written = written
        self._glyphs = glyphs
        self._answers: dict[str, Answer] = {}
        # Those that only lift others follow the ones they lift.
        self._questions: tuple[Question, ...] = act().questions

    @property
    def found(self) -> Triage:
        """What the answers suggest."""
        return triage(self._answers)

    def compose(self) -> ComposeResult:
        """Yield the questions, and below them the one under the cursor and what the answers suggest."""
        with Vertical(classes="dialog wide triage") as dialog:
            dialog.border_title = _("EU AI Act: {name}").format(name=self._about)
            dialog.border_subtitle = _("y n ? answer, N no to the rest, w writes the tier, esc leaves")
            yield RowList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        rows.add_options(Option(self._row(q), id=q.id) for q in self._questions)
        rows.add_option(Option(part(""), disabled=True))
        content = act()
        rows.add_option(Option(part(content.state.in_(language()), "$gantt-muted"), disabled=True))
        for source in content.sources:
            rows.add_option(Option(part(f"{source.title}  {source.url}", "$gantt-muted"), disabled=True))
        rows.focus()
        rows.highlighted = 0
        self._explain()

    def _row(self, question: Question) -> Content:
        said, style = _SAID[self._answers.get(question.id, "unknown")]
        width = max(20, self.query_one(RowList).size.width - 3)
        lifted = bool(question.unless) and self._answers.get(question.unless) == "yes"
        text = fit(question.text.in_(language()), width - _ANSWER, self._glyphs.ellipsis).rstrip()
        return part(fit(_(said), _ANSWER), style) + part(text, "$gantt-dim" if lifted else "$foreground")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._explain()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_answer("")

    def _here(self) -> Question | None:
        at = self.query_one(RowList).highlighted
        return self._questions[at] if at is not None and at < len(self._questions) else None

    def _explain(self) -> None:
        """Say the whole question, what a yes means, and what the answers suggest so far."""
        content, found, question = act(), self.found, self._here()
        lines = []
        if question is not None:
            tier = content.tier(question.tier)
            if question.lifts:
                means = _("a yes lifts the questions of Annex III")
            else:
                means = _("a yes means: {tier}").format(tier="" if tier is None else tier.title.in_(language()))
            lines.append(part(question.text.in_(language()), "bold $foreground"))
            lines.append(part(_("Article {article}; {means}").format(article=question.article, means=means), "$accent"))
        suggested = content.tier(found.tier)
        if suggested is None:
            said = _("Not classified yet: {count} open questions could be stricter.").format(count=len(found.open))
            lines.append(part(said, "bold $warning"))
        else:
            name = suggested.title.in_(language())
            lines.append(part(_("Suggested tier: {tier}.").format(tier=name), "bold $gantt-good"))
            lines.append(part(suggested.duty.in_(language()), "$foreground"))
        if found.because:
            names = words.listed(f"{q.id} ({q.article})" for q in found.because)
            lines.append(part(_("because of {questions}").format(questions=names), "$gantt-muted"))
        verified = words.day(content.last_verified, year=0)
        dated = _("{regulation}, last verified {day}.").format(regulation=content.regulation, day=verified)
        lines.append(part(f"{dated} {content.disclaimer.in_(language())}", "$gantt-muted"))
        self.query_one(".hint", Static).update(Content("\n").join(lines))

    def _refresh(self) -> None:
        rows = self.query_one(RowList)
        for question in self._questions:
            rows.replace_option_prompt(question.id, self._row(question))
        self._explain()

    def action_answer(self, answer: str) -> None:
        """Answer the question under the cursor; without an answer, give it the next one."""
        question = self._here()
        if question is None:
            return
        now = self._answers.get(question.id, "unknown")
        chosen: Answer = next((a for a in ANSWERS if a == answer), _NEXT[now])
        self._answers[question.id] = chosen
        self._refresh()
        if answer:
            self.query_one(RowList).action_cursor_down()

    def action_rest(self) -> None:
        """Answer no to every question that is open."""
        for question in self._questions:
            if self._answers.get(question.id, "unknown") == "unknown":
                self._answers[question.id] = "no"
        self._refresh()

    def action_write(self) -> None:
        """Take the tier over."""
        self.dismiss(self.found.tier)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)


_NEXT: dict[Answer, Answer] = {"unknown": "no", "no": "yes", "yes": "unknown"}
