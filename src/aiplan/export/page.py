"""What the sections of a roadmap share: the plan, its dates, the language, and how values are written."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiplan.core.gates import GateDecision, GateStatusState, Measured
from aiplan.core.markup import code, escape, named
from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.export.vocabulary import Words
from aiplan.model.context import Baseline, Metric
from aiplan.model.plan import Plan


class DateRange(Protocol):
    """The forecast of one activity."""

    @property
    def percentiles(self) -> Mapping[int, dt.date]:
        """Percent → date not exceeded with that probability."""


class RangedDates(Protocol):
    """A forecast as exports need it: what a simulation of the schedule gives."""

    @property
    def runs(self) -> int:
        """Number of simulated projects."""

    @property
    def seed(self) -> int:
        """Same seed, same forecast."""

    def __contains__(self, key: object) -> bool: ...

    def __getitem__(self, key: str) -> DateRange: ...

    def percentile(self, level: int) -> dt.date:
        """Return the project finish that is not exceeded with `level` percent probability."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The baseline a roadmap is compared with."""

    name: str
    baseline: Baseline


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a section is a function of."""

    plan: Plan
    schedule: Schedule
    say: Words
    compared: Compared | None = None
    forecast: RangedDates | None = None

    def date(self, day: dt.date | None) -> str:
        """Return a date as people write it, or the words for none."""
        if day is None:
            return self.say.no_date
        return self.say.date.format(day=day.day, month=day.month, year=day.year, name=self.say.months[day.month - 1])

    def title(self, key: str) -> str:
        """Return the title of an activity as Markdown, its id where it has none."""
        return named(self.schedule[key].title, key)

    def slip(self, key: str, then: dt.date | None, now: dt.date | None) -> int | None:
        """Return the working days of the activity's calendar from `then` to `now`; positive is later."""
        return None if then is None or now is None else self.schedule.calendar_of(key).count(then, now)

    def days_late(self, activity: Activity) -> int | None:
        """Return the working days by which an activity misses its deadline; negative: it is early."""
        return self.days_after(activity, activity.deadline)

    def days_after(self, activity: Activity, wanted: dt.date | None) -> int | None:
        """Return the working days from the last working day up to `wanted` to the finish; negative: it is early."""
        if wanted is None:
            return None
        return self.slip(activity.id, self.schedule.calendar_of(activity.id).roll_back(wanted), activity.early_finish)

    def lateness(self, days: int) -> str:
        """Return `days` after (negative: before) a deadline in words."""
        if days == 0:
            return self.say.on_deadline_text
        text = self.say.late_text if days > 0 else self.say.early_text
        return text.format(counted(self.say.working_days, abs(days)))

    def value(self, metric: Metric | None, value: float | None) -> str:
        """Return a value of a metric with its unit."""
        if value is None:
            return self.say.not_measured
        if not math.isfinite(value):
            return str(value)
        if metric is not None and (metric.proportion or metric.unit == "ratio"):
            return self.say.percent.format(_number(100 * value, 1))
        unit = "" if metric is None or metric.unit in ("score", "count") else metric.unit
        if unit == "currency":
            unit = self.plan.project.currency
        return _number(value, 3) + (f" {escape(unit)}" if unit else "")

    def measured(self, metric: Metric | None, measured: Measured) -> str:
        """Return what was measured, on which sample: `daylily 76 % of 50 cases`."""
        if measured.value is None:
            return ""
        value = self.value(metric, measured.value)
        if measured.n is not None:
            value = self.say.of_cases.format(value=value, cases=counted(self.say.cases, measured.n))
        return f"{escape(measured.segment)} {value}" if measured.segment else value

    def gate(self, decision: GateDecision, state: GateStatusState | None = None) -> str:
        """Return a gate with its state and what that rests on; never a guess where it is undecided."""
        return f"{self.bar(decision)} {self.gate_result(decision, state)}"

    def bar(self, decision: GateDecision) -> str:
        """Return a gate as written; the target of its metric stands for a bar that is not."""
        text = str(decision.gate)
        if decision.gate.bar is None and decision.bar is not None and decision.operator is not None:
            text += f" {decision.operator} {decision.bar:g}"
        return code(text)

    def gate_result(self, decision: GateDecision, state: GateStatusState | None = None) -> str:
        """Return the state of a gate and what it rests on."""
        seen = decision.decisive
        facts = [self.measured(self.plan.metrics.get(decision.gate.metric), seen), self.say.gate_causes[seen.cause]]
        if decision.needed_n == "never":
            facts.append(self.say.never_settles)
        elif decision.needed_n is not None:
            facts.append(self.say.needed.format(counted(self.say.cases, decision.needed_n)))
        why = self.say.comma.join(filter(None, facts))
        result = f"**{self.say.gate_states[state or decision.state]}**"
        return result + (self.say.parenthesis.format(why) if why else "")


def counted(words: tuple[str, str], n: int, *, signed: bool = False) -> str:
    """Return `n` with its noun, in the form for one or for several."""
    return words[abs(n) != 1].format(f"{n:+,}" if signed and n else f"{n:,}")


def _number(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
