"""The lines of view 6, as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.content import Content

from aiplan.tui.experiments.card import card_lines
from aiplan.tui.experiments.listing import counted, list_lines, ordered
from aiplan.tui.experiments.metric_card import metric_lines
from aiplan.tui.experiments.metrics import standing, table_lines
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.lines import Line, beside, empty, fitted, joined
from aiplan.tui.text import within
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplan.core.experiment_state import ExperimentStatus
    from aiplan.core.value_of_information import Suggestion
    from aiplan.tui.state import AppState, Document

Look = Literal["both", "experiments", "metrics"]
LOOKS: tuple[Look, ...] = ("both", "experiments", "metrics")
LOOK_NAMES: dict[Look, str] = {
    "both": N_("Both"), "experiments": N_("Experiments"), "metrics": N_("Metrics"),
}  # fmt: skip
BESIDE = 100
"""Cells from which the lists stand beside the card."""
STICKY = 1
"""First lines that stay: what is looked at, and how the experiments stand."""
ROOMY = 150
"""Cells from which whole titles go before a wide card."""
Shown = tuple[str, str]
"""Section and id of what the card is about."""


def list_width(width: int) -> int:
    """Return the cells of the lists beside the card."""
    return max(54, min(110, width * (45 if width < ROOMY else 52) // 100))


def listed(address: tuple[str | int, ...], key: str) -> bool:
    """Tell whether a target is a row of the lists: the item as a whole."""
    return address[0] in ("experiments", "metrics") and not key


def shown_item(state: AppState, last: Shown | None, look: Look, worth: Suggestion | None) -> Shown | None:
    """Return what the card is about: what is selected, else what it was about so far, else the first of the list.

    Args:
        state: what is selected.
        last: what the card was about.
        look: which lists are shown.
        worth: the suggested order.
    """
    plan, item = state.document.plan, state.item
    known: dict[str, Mapping[str, object]] = {"experiments": plan.experiments, "metrics": plan.metrics}
    sections = [section for section in known if look in ("both", section)]
    if item is not None and len(item) == 2 and item[0] in sections and item[1] in known[str(item[0])]:
        return str(item[0]), str(item[1])
    if last is not None and last[0] in sections and last[1] in known[last[0]]:
        return last
    if "experiments" in sections and plan.experiments:
        return "experiments", next(iter(ordered(plan, worth)))
    return ("metrics", next(iter(plan.metrics))) if plan.metrics and "metrics" in sections else None


def experiment_lines(
    state: AppState,
    width: int,
    glyphs: Glyphs,
    *,
    look: Look = "both",
    shown: Shown | None = None,
    worth: Suggestion | None = None,
) -> list[Line]:
    """Return the lines of the view.

    Args:
        state: what is to be shown.
        width: cells of a line.
        glyphs: what to draw with.
        look: experiments, metrics or both.
        shown: what the card is about.
        worth: the suggested order of the experiments, where it is known.
    """  # fmt: skip
    document, plan = state.document, state.document.plan
    if not plan.experiments and not plan.metrics:
        return empty(_("No experiments or metrics yet: a adds one."))
    found = ordered(plan, worth)
    about = shown_item(state, shown, look, worth) if shown is None else shown
    head = _bar(document, look, found, width, glyphs)
    room = list_width(width) if width >= BESIDE else width
    tried = list_lines(plan, found, worth, _id(about, "experiments"), room, glyphs) if look != "metrics" else []
    table = table_lines(document, _id(about, "metrics"), room, glyphs) if look != "experiments" else []
    if width >= BESIDE:
        gap = [Line()] if tried and table else []
        right = _card(document, about, found, worth, width - room - 3, glyphs)
        lines = beside([*tried, *gap, *table], right, room, f" {glyphs.separator} ")
    else:
        card = [Line(), *_card(document, about, found, worth, width, glyphs), Line()]
        middle, last = (card, []) if about is None or about[0] == "experiments" else ([Line()] if tried else [], card)
        lines = [*tried, *middle, *table, *last]
    return [head, *within(lines, width, glyphs.ellipsis)]


def _id(about: Shown | None, section: str) -> str | None:
    return about[1] if about is not None and about[0] == section else None


def _card(
    document: Document, about: Shown | None, found: Mapping[str, ExperimentStatus], worth: Suggestion | None,
    width: int, glyphs: Glyphs,
) -> list[Line]:  # fmt: skip
    if about is None:
        return []
    section, key = about
    if section == "metrics":
        return metric_lines(document, key, width, glyphs)
    return card_lines(document, key, found[key], worth, width, glyphs)


def _bar(
    document: Document, look: Look, found: Mapping[str, ExperimentStatus], width: int, glyphs: Glyphs
) -> Line:  # fmt: skip
    """Return the names of the looks, and on the right how experiments and metrics stand."""
    mark = part(f" {glyphs.separator} ", "$gantt-rule")
    names = mark.join(part(_(LOOK_NAMES[name]), "bold $primary" if name == look else "$gantt-muted") for name in LOOKS)
    plan, as_of = document.plan, document.schedule.as_of
    reached = sum(1 for key in plan.metrics if standing(plan, key, as_of).state == "pass")
    targets = _("{reached} of {count} metrics on target").format(reached=reached, count=len(plan.metrics))
    said = "; ".join(filter(None, (counted(found), targets if plan.metrics else "")))
    right = part(said, "$gantt-muted")
    gap = width - names.cell_length - right.cell_length
    if gap < 2:
        return Line(fitted(joined((names, part("   "), right)).content, width, glyphs.ellipsis))
    return Line(joined((names, Content(" " * gap), right)).content)
