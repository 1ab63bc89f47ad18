"""Readings, results and amendments, as typed into dialogs: what is meant, the edits, and what follows from them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiplan.core.recording import Measurement
from aiplan.model.edits import AppendEntry, Edit, SetField
from aiplan.tui import words
from aiplan.tui.i18n import _, n_

if TYPE_CHECKING:
    from aiplan.core.gates import GateDecision
    from aiplan.model.context import Metric
    from aiplan.model.work import Experiment, Result

_OF = re.compile(r"(?P<part>\d[\d,.]*\s*%?)\s*(?:/|of)\s*(?P<n>\d[\d,]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """What was measured: a value, perhaps as k of n."""

    value: float
    k: int | None = None
    n: int | None = None


def parse_value(text: str, size: str = "") -> Value:
    """Return what `text` says: `0.884`, `88.4 %`, `43/50` or `43 of 50`, `88.4 % of 6000`.

    Args:
        text: the value.
        size: the sample size, where the value does not say it.

    Raises:
        ValueError: for anything else.
    """
    text, size = text.strip(), size.strip()
    found = _OF.fullmatch(text)
    if found is not None:
        text, size = found["part"].strip(), found["n"]
    n = None if not size else _cases(size)
    if found is not None and n is not None and text.replace(",", "").isdecimal():
        k = int(text.replace(",", ""))
        if k > n:
            raise ValueError(_("k of n: n is at least k"))
        return Value(k / n, k, n)
    try:
        value = float(text.rstrip("%").strip().replace(",", ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(_("a number such as 0.88 or 88 %, or 43/50"))
    if text.endswith("%"):
        # The shortest decimal: 88.4 % is 0.884, not what dividing makes of it.
        value = float(f"{value / 100:.12g}")
    return Value(value, None, n)


def _cases(text: str) -> int:
    cases = text.replace(",", "")
    if not cases.isdecimal() or int(cases) == 0:
        raise ValueError(_("the number of cases is a whole number from 1"))
    return int(cases)


def fits(value: Value, metric: Metric) -> str:
    """Return why a value cannot be one of `metric`; empty where it can."""
    if metric.proportion and not 0 <= value.value <= 1:
        return _("a proportion lies between 0 and 1 (or 0 % and 100 %)")
    if value.n is not None and not metric.proportion:
        return _("{metric} is no proportion: it takes no sample size").format(metric=metric.title)
    return ""


@dataclass(frozen=True, slots=True)
class NewReading:
    """A reading that is to be written."""

    metric: str
    value: Value
    on: dt.date
    segment: str = ""
    source: str = ""

    @property
    def edit(self) -> AppendEntry:
        """The edit that appends it, as one line of the file."""
        measured: Mapping[str, Any] = (
            {"n": self.value.n, "k": self.value.k}
            if self.value.k is not None
            else {"value": self.value.value, "n": self.value.n}
        )
        entry = {"on": self.on, **measured, "segment": self.segment or None, "from": self.source or None}
        return AppendEntry(("metrics", self.metric, "readings"), {k: v for k, v in entry.items() if v is not None})


def measurement(value: Value | None, metric: str | None, segment: str) -> Measurement | None:
    """Return a value as what recording a result takes."""
    return None if value is None else Measurement(value.value, value.n, metric, segment or None)


def doubt(result: Result, decisions: Sequence[GateDecision]) -> str:
    """Return why a result and the criteria disagree; empty where they agree or nothing was measured."""
    states = {decision.state for decision in decisions}
    for state, text in (
        ("fail", _("recorded as met, but the readings fail {criteria}")),
        ("inconclusive", _("recorded as met, but the readings cannot decide {criteria} yet")),
    ):
        if result == "met" and state in states:
            return text.format(criteria=words.listed(d.gate.text for d in decisions if d.state == state))
    if result == "missed" and states == {"pass"}:
        return _("recorded as missed, but the readings pass every criterion")
    return ""


def next_step(work: Experiment, left: int, result: Result) -> str:
    """Return what the plan does after a result.

    Args:
        work: the experiment.
        left: attempts left after it.
        result: what came out.
    """
    if result == "met":
        return _("the experiment is done")
    if left > 0 and not work.take_fallback:
        return n_("{count} more attempt is planned", "{count} more attempts are planned", left).format(count=left)
    if work.fallback is not None:
        return _("the attempts are used up: the fallback is next ({title})").format(
            title=work.fallback.title or _("untitled")
        )
    return _("the attempts are used up, and there is no fallback")


def amendment(
    key: str, work: Experiment, field: str, new: Any, *, on: dt.date, who: str, why: str
) -> tuple[Edit, ...]:  # fmt: skip
    """Return the edits that change a field of an experiment and write down that it was amended.

    Args:
        key: the experiment.
        work: the experiment as it stands.
        field: `criteria` or `eval_set`.
        new: its new value.
        on: the day of the change.
        who: who changes it.
        why: the reason.
    """
    old: Any = [gate.text for gate in work.criteria] if field == "criteria" else work.eval_set or ""
    entry = {"on": on, "who": who, "field": field, "old": _single(old), "new": _single(new), "why": why}
    return (
        SetField(("experiments", key, field), new),
        AppendEntry(("experiments", key, "amendments"), {k: v for k, v in entry.items() if v}),
    )


def _single(value: Any) -> Any:
    """Return a list of one as that one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
