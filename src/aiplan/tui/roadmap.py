"""What the roadmap view shows: exactly what the export writes, laid out for reading or as its source."""

from __future__ import annotations

from aiplan.export.markdown import roadmap_markdown
from aiplan.export.regions import ROADMAP, region_body
from aiplan.model.address import Path
from aiplan.model.context import Language
from aiplan.model.plan import Plan
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, heading
from aiplan.tui.markdown_lines import markdown_lines
from aiplan.tui.state import AppState, Document
from aiplan.tui.widgets.line import part

FILE = "ROADMAP.md"
"""Where the roadmap is written if nobody names another file, beside the plan."""


def roadmap_text(document: Document, language: Language | None = None) -> str:
    """Return what the export writes: Markdown between the marks of its region."""
    return roadmap_markdown(document.plan, document.schedule, language=language)


def roadmap_lines(
    state: AppState, width: int, glyphs: Glyphs, *, source: bool = False, language: Language | None = None
) -> list[Line]:
    """Return the lines of the roadmap.

    Args:
        state: what is shown.
        width: cells.
        glyphs: what to draw with.
        source: the Markdown itself instead of what it looks like.
        language: of the roadmap; default that of the plan.
    """
    text = roadmap_text(state.document, language)
    note = (_("the Markdown that {key} writes") if source else _("as {key} writes it")).format(key="P")
    head = [heading(_("Roadmap"), fit(note, max(0, width - 20), glyphs.ellipsis).rstrip()), Line()]
    if source:
        lines = text.rstrip("\n").split("\n")
        return [*head, *(Line(part(fit(line, width, glyphs.ellipsis).rstrip(), "$foreground")) for line in lines)]
    body = region_body(text, ROADMAP) or ""
    return [*head, *markdown_lines(body, titles(state.document.plan), width, glyphs)]


def titles(plan: Plan) -> dict[str, Path]:
    """Return the address of the item that each title names; of titles that several have, the first in the plan."""
    found: dict[str, Path] = {}
    sections = ("milestones", "tasks", "experiments", "rollout", "goals", "assessments", "risks", "decisions")
    for section in sections:
        for key, item in getattr(plan, section).items():
            found.setdefault(item.title or key, (section, key))
    return found
