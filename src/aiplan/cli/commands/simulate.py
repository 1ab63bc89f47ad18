"""Forecast the plan as ranges: simulate it many times, and say what is likely.

P50 and P80 are the dates that half and four fifths of the simulated projects
do not exceed. A deadline is red where it lies before P50, amber before P80,
green otherwise. Criticality is the share of runs in which an activity is on a
path that sets the finish of the project, whatever its deadlines; a driver's
weight is the rank correlation of its length with the finish.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import charts, output
from aiplan.cli.addressing import work_id
from aiplan.cli.forecasting import RISK_STYLES, add_simulation, forecast_of, money, percent, risk_word
from aiplan.cli.opening import Opened, open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.simulation.forecast import Forecast
    from aiplan.core.simulation.money import CostForecast

_DRIVERS = 8
MILESTONES = (
    Column("milestone"),
    Column("P10", droppable=True),
    Column("P50"),
    Column("P80"),
    Column("P90", droppable=True),
    Column("deadline"),
    Column("chance", "right"),
    Column("risk"),
    Column("crit", "right", droppable=True),
    Column("bias", "right", droppable=True),
)
EXPERIMENTS = (
    Column("experiment"),
    Column("succeeds", "right"),
    Column("attempts still made", flexible=True),
)
DRIVERS = (Column("driver"), Column("weight", "right"), Column(""), Column("title", flexible=True))


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    parser.add_argument("--milestone", metavar="M", help="show the distribution of this milestone (or any activity)")
    add_simulation(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Simulate and print; exit 1 where the plan has errors."""
    opened = open_plan(args)
    key = None if args.milestone is None else work_id(args.milestone, opened.schedule.ids)
    forecast = forecast_of(opened.schedule, args.runs, args.seed)
    if key is not None and key not in forecast:
        raise UsageError(f"{key} is not ahead: there is nothing to forecast", hint=f"see aiplan why {key}")
    from aiplan.core.simulation.money import cost_forecast

    cost = cost_forecast(forecast)
    if args.format == "json":
        output.emit_json(_as_json(forecast, cost, key))
    else:
        _print(opened, forecast, cost, key)
    return say_errors(opened)


def _print(opened: Opened, forecast: Forecast, cost: CostForecast, key: str | None) -> None:
    _headline(opened, forecast, key)
    _charts(forecast, key)
    milestones = [k for k in forecast.ids if forecast.schedule[k].kind == "milestone"]
    shown = milestones if key is None or key in milestones else [*milestones, key]
    if shown:
        year = f"{forecast.schedule.as_of.year}"
        output.emit("\n" + output.paragraph(f"Dates of {year} without the year; chance: to meet the deadline."))
        output.table(MILESTONES, [_milestone(forecast, k) for k in shown])
    _experiments(forecast)
    _drivers(forecast, key)
    output.emit("")
    for line in _closing(opened, forecast, cost, key):
        output.emit(output.paragraph(line))


def _headline(opened: Opened, forecast: Forecast, key: str | None) -> None:
    schedule = forecast.schedule
    name = output.clean(opened.plan.project.name) or opened.path.name
    simulated = [f"{forecast.runs:,} runs", f"seed {forecast.seed}"]
    output.emit(output.wrap([name, f"as of {schedule.as_of}", *simulated, f"basis {schedule.basis}"]))
    what = "finish" if key is None else key
    planned = schedule.finish if key is None else schedule[key].early_finish
    p50 = forecast.percentile(50) if key is None else forecast[key].percentiles[50]
    p80 = forecast.percentile(80) if key is None else forecast[key].percentiles[80]
    output.emit(output.styled(output.wrap([f"{what}: planned {planned}", f"P50 {p50}", f"P80 {p80}"]), "bold"))
    for deadline in _deadlines(forecast) if key is None else [key]:
        _deadline(forecast, deadline)


def _deadlines(forecast: Forecast) -> list[str]:
    """Return what has a deadline, the milestones only where there are any."""
    dated = [k for k in forecast.ids if forecast.schedule[k].deadline is not None]
    milestones = [k for k in dated if forecast.schedule[k].kind == "milestone"]
    return milestones or dated


def _deadline(forecast: Forecast, key: str) -> None:
    day = forecast.schedule[key].deadline
    if day is None:
        return
    word, found = risk_word(forecast, key, day), forecast[key]
    why = {
        "red": f"the deadline lies before P50 {found.percentiles[50]}",
        "amber": f"the deadline lies between P50 {found.percentiles[50]} and P80 {found.percentiles[80]}",
        "green": f"P80 {found.percentiles[80]} keeps the deadline",
    }[word]
    chance = percent(found.deadline_probability)
    parts = [f"{key}: {chance} chance to be there by {day}", why]
    text = output.wrap(parts, room=output.width() - 7).replace("\n", "\n" + " " * 7)
    output.emit(output.styled(f"{word.upper():<5}", RISK_STYLES[word]) + "  " + text)


def _charts(forecast: Forecast, key: str | None) -> None:
    schedule, histogram = forecast.schedule, forecast.histogram(key)
    calendar = schedule.project_calendar if key is None else schedule.calendar_of(key)
    axis = charts.axis_of(histogram, calendar, min(output.width(), 100))
    planned = schedule.finish if key is None else schedule[key].early_finish
    deadline = None if key is None else schedule[key].deadline
    p50 = forecast.percentile(50) if key is None else forecast[key].percentiles[50]
    p80 = forecast.percentile(80) if key is None else forecast[key].percentiles[80]
    named = [("F", planned, "F planned"), ("5", p50, "5 P50"), ("8", p80, "8 P80"), ("D", deadline, "D deadline")]
    marks = [charts.Mark(letter, day) for letter, day, _ in named if day is not None]
    legend = output.wrap([text for _, day, text in named if day is not None])
    span = plural(axis.days, "working day")
    what = "the project" if key is None else key
    output.emit("\n" + output.paragraph(f"How often {what} finishes when (one column: {span})"))
    output.emit("\n".join([*charts.bars(axis, histogram), *charts.scale(axis, marks)]))
    output.emit("\n" + output.paragraph(f"How likely {what} is finished by then"))
    output.emit("\n".join([*charts.curve(axis, histogram), *charts.scale(axis, marks)]))
    output.emit(legend)


def _milestone(forecast: Forecast, key: str) -> Row:
    found, activity = forecast[key], forecast.schedule[key]
    year = forecast.schedule.as_of.year
    word = "" if activity.deadline is None else risk_word(forecast, key, activity.deadline)
    dates = [short(found.percentiles[level], year) for level in (10, 50, 80, 90)]
    return Row(
        (
            key, *dates, short(activity.deadline, year), percent(found.deadline_probability), word,
            percent(found.criticality), "" if found.merge_bias is None else f"{found.merge_bias:+}d",
        ),
        RISK_STYLES.get(word, ""),
    )  # fmt: skip


def short(day: dt.date | None, year: int) -> str:
    """Return a date without its year where it is `year`."""
    if day is None:
        return ""
    return f"{day:%m-%d}" if day.year == year else day.isoformat()


def _experiments(forecast: Forecast) -> None:
    rows = []
    for key in forecast.ids:
        found = forecast[key]
        if found.success_probability is None or forecast.schedule.plan.experiments[key].success is None:
            continue
        attempts = ", ".join(f"{n}: {percent(share)}" for n, share in (found.attempts or {}).items())
        rows.append((key, percent(found.success_probability), attempts))
    if rows:
        output.emit("")
        output.table(EXPERIMENTS, rows)


def _drivers(forecast: Forecast, key: str | None) -> None:
    found = [(name, weight) for name, weight in forecast.drivers(_DRIVERS, key) if abs(weight) >= 0.02]
    if not found:
        return
    what = "the finish" if key is None else key
    output.emit("\n" + output.paragraph(f"What {what} hangs on (rank correlation of each length with it)"))
    output.table(
        DRIVERS,
        [(k, f"{weight:.2f}", charts.meter(abs(weight), 12), forecast.schedule[k].title) for k, weight in found],
    )


def _closing(opened: Opened, forecast: Forecast, cost: CostForecast, key: str | None) -> Sequence[str]:
    project, schedule = opened.plan.project, forecast.schedule
    lines = []
    if cost.mean:
        line = f"Cost: P50 {money(cost.p50, project.currency)}, P80 {money(cost.p80, project.currency)}"
        if project.budget is not None:
            budget = money(project.budget, project.currency)
            line += f"; {percent(cost.within_budget)} chance to stay within the budget of {budget}"
        lines.append(line + ".")
    planned = schedule.finish if key is None else schedule[key].early_finish
    mean, of = (forecast.mean, "") if key is None else (forecast[key].mean, f" of {key}")
    if planned is not None:
        bias = schedule.project_calendar.count(planned, mean)
        lines.append(
            f"Bias: the mean finish {mean}{of} is {plural(abs(bias), 'working day')} "
            f"{'later' if bias >= 0 else 'earlier'} than the planned one: where paths merge the latest counts, and "
            "estimates have long tails."
        )
    error = forecast.p80_standard_error(key)
    lines.append(f"Convergence: standard error of P80{of} {error:.2f} days with {forecast.runs:,} runs.")
    return lines


def _as_json(forecast: Forecast, cost: CostForecast, key: str | None) -> dict[str, Any]:
    project = forecast.schedule.plan.project
    return forecast.as_json(key) | {
        "cost": {
            "currency": project.currency,
            "budget": project.budget,
            "mean": round(cost.mean, 2),
            "p50": round(cost.p50, 2),
            "p80": round(cost.p80, 2),
            "within_budget": cost.within_budget,
        },
        "histogram": [[day.isoformat(), count] for day, count in forecast.histogram(key)],
    }
