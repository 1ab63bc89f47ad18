"""Triage under the EU AI Act, and risks taken over from the scores of assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import SuggestionsRequested, TriageRequested

if TYPE_CHECKING:
    from aiplan.core.risk_suggestions import Suggestion
    from aiplan.model.ai import AiActTier


class RiskActions(DeskApp):
    """Dialogs that write one field, or one new risk."""

    @on(TriageRequested)
    def _ask_triage(self, event: TriageRequested) -> None:
        """Ask about one assessment; without one named, ask first which."""
        from aiplan.tui.screens.ask import AskScreen

        found = self.desk.session.plan.assessments
        if event.assessment in found:
            self._triage(event.assessment)
        elif len(found) == 1:
            self._triage(next(iter(found)))
        elif found:
            answers = [(key, f"{key}  {a.title}") for key, a in found.items()]
            ask = AskScreen(_("The EU AI Act asks about one use: which?"), "", answers)
            self.push_screen(ask, lambda key: self._triage(key) if key else None)
        else:
            self.tell(_("nothing is assessed yet: view 5 has the assessments"))

    def _triage(self, key: str) -> None:
        from aiplan.tui.screens.triage import TriageScreen

        assessment = self.desk.session.plan.assessments[key]
        written: AiActTier = "not_classified" if assessment.eu_ai_act is None else assessment.eu_ai_act.tier
        screen = TriageScreen(assessment.title or key, written, glyphs=self.glyphs)
        self.push_screen(screen, lambda tier: self._write_tier(key, written, tier))

    def _write_tier(self, key: str, written: AiActTier, tier: AiActTier | None) -> None:
        from aiplan.model.edits import SetField

        if tier is None:
            return
        if tier == written:
            self.tell(_("the plan says so already"))
            return
        edit = SetField(("assessments", key, "eu_ai_act", "tier"), tier)
        if self.attempt(lambda: self.desk.apply(edit, label=_("{id} tier").format(id=key))):
            self.tell(_("{id}: tier written; an aid, not legal advice").format(id=key))

    @on(SuggestionsRequested)
    def _suggest(self) -> None:
        """Propose the risks that low scores point to."""
        from aiplan.core.risk_suggestions import suggestions
        from aiplan.tui.screens.suggest import SuggestScreen

        plan = self.desk.session.plan
        if not plan.assessments:
            self.tell(_("nothing is assessed yet: view 5 has the assessments"))
            return
        self.push_screen(SuggestScreen(suggestions(plan), self._take_over, glyphs=self.glyphs))

    def _take_over(self, suggestion: Suggestion) -> bool:
        """Add the risk that was proposed; tell whether that could be done."""
        from aiplan.tui.risks.edits import taken_over

        edits, key = taken_over(self.desk.session.plan, suggestion)
        return self.attempt(lambda: self.desk.apply(*edits, label=_("add {id}").format(id=key), select=("risks", key)))
