"""The list of experiments: what needs somebody first, open ones in the order that saves most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiplan.core.experiment_state import ExperimentStatus, experiment_status
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.experiments.look import STATES, state_part
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, fitted, heading, joined, row
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.value_of_information import Suggestion
    from aiplan.model.plan import Plan

STATE = 10
"""Cells of a state."""
TRIED = 5
"""Cells of attempts begun and allowed."""


def places(worth: Suggestion | None) -> dict[str, int]:
    """Return at which place of the suggested order each open experiment stands, from 1."""
    return {} if worth is None else {item.id: number for number, item in enumerate(worth.order, 1)}


def ordered(plan: Plan, worth: Suggestion | None) -> dict[str, ExperimentStatus]:
    """Return where every experiment stands: running ones first, then by state and suggested order."""
    found = {key: experiment_status(experiment) for key, experiment in plan.experiments.items()}
    order, states = places(worth), list(STATES)
    keys = sorted(found, key=lambda key: (states.index(found[key].state), order.get(key, len(found) + 1)))
    return {key: found[key] for key in keys}


def counted(found: Mapping[str, ExperimentStatus]) -> str:
    """Return how many experiments are in which state."""
    states = [status.state for status in found.values()]
    return words.listed(
        f"{states.count(state)} {_(word)}" for state, (word, _style) in STATES.items() if state in states
    )


def list_lines(
    plan: Plan,
    found: Mapping[str, ExperimentStatus],
    worth: Suggestion | None,
    shown: str | None,
    width: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return a line for each experiment; the one whose card is shown is marked.

    Args:
        plan: where they stand.
        found: their states, in the order to show.
        worth: the suggested order, where it is known.
        shown: the experiment of the card.
        width: cells of a line.
        glyphs: what to draw with.
    """  # fmt: skip
    lines = [Line(fitted(heading(_("Experiments"), _("state, tried, run first")).content, width, glyphs.ellipsis))]
    if not found:
        lines.append(Line(part(fit("  " + _("none yet: a adds one"), width, glyphs.ellipsis), "$gantt-muted")))
    order = places(worth)
    for key, status in found.items():
        experiment, here = plan.experiments[key], key == shown
        tried = f"{sum(1 for a in experiment.attempts if a.started)}/{experiment.max_attempts or 1}"
        place = order.get(key)
        title = fit(experiment.title or key, max(4, width - 2 - STATE - 1 - TRIED - 4), glyphs.ellipsis)
        style = "bold $foreground" if here else "$gantt-muted" if status.state == "dropped" else "$foreground"
        lines.append(row(joined((
            part(f"{glyphs.right if here else ' '} ", "bold $accent"),
            part(title + " ", style),
            state_part(status.state, STATE),
            part(fit_right(tried, TRIED), "$gantt-muted"),
            part(fit_right("" if place is None else f"{place}.", 4), "bold $accent" if place == 1 else "$gantt-muted"),
        )).content, ("experiments", key)))  # fmt: skip
    return lines
