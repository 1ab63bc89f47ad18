"""Findings on one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.model.finding import SEVERITIES
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from textual.content import Content

    from aiplan.model.finding import Finding
    from aiplan.tui.glyphs import Glyphs


def finding_line(finding: Finding, width: int, glyphs: Glyphs, *, year: int) -> Content:
    """Return one finding on one line: mark, code, message, and where it stands; `year` is that of the data date."""
    color = {"error": "$gantt-error", "warning": "$warning", "info": "$gantt-muted"}[finding.severity]
    mark = {"error": glyphs.critical, "warning": glyphs.active, "info": " "}[finding.severity]
    place = _("line {number}").format(number=finding.line) if finding.line is not None else ""
    room = max(10, width - 12 - 10)
    message = part(fit(told(finding.message, year=year), room, glyphs.ellipsis), "$foreground")
    return (
        part(f" {mark} ", f"bold {color}")
        + part(fit(finding.code, 8), color)
        + message
        + part(" " + fit_right(place, 9), "$gantt-muted")
    )


def by_severity(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings from the worst down, in the order of the file within one severity."""
    return sorted(findings, key=lambda f: SEVERITIES.index(f.severity))
