"""What the plan costs: spent, to come, the forecast, and the budget.

Work costs its fixed cost, and for each working day the rates of its team and
of what it uses. P50 and P80 come from the simulation.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.forecasting import add_simulation, calm_numpy, forecast_of, money, percent
from aiplan.cli.opening import Opened, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row

if TYPE_CHECKING:
    from aiplan.core.cost import GroupCost, PlanCost
    from aiplan.core.simulation.money import CostForecast


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_simulation(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the cost; exit 1 where the plan has errors."""
    opened = open_plan(args)
    forecast = forecast_of(opened.schedule, args.runs, args.seed)
    calm_numpy()
    from aiplan.core.cost import cost_by_milestone, cost_by_team, plan_cost
    from aiplan.core.simulation.money import cost_forecast

    cost, ranged = plan_cost(opened.schedule), cost_forecast(forecast)
    teams, milestones = cost_by_team(opened.schedule, cost), cost_by_milestone(opened.schedule, cost)
    if args.format == "json":
        output.emit_json(_as_json(opened, cost, ranged, teams, milestones))
    else:
        _print(opened, cost, ranged)
        _table("team or resource", "fixed costs", teams)
        _table("milestone", "no milestone", milestones)
    return say_errors(opened)


def _print(opened: Opened, cost: PlanCost, ranged: CostForecast) -> None:
    name = output.clean(opened.plan.project.name) or opened.path.name
    output.emit(output.wrap([name, f"as of {opened.schedule.as_of}", f"basis {opened.schedule.basis}"]))
    if not cost.total:
        output.emit("\nNothing costs anything: no item has cost, no team or resource has cost_per_day.")
        return
    lines = [
        ("spent", money(cost.spent, cost.currency)),
        ("still to come", money(cost.remaining, cost.currency)),
        ("forecast", money(cost.total, cost.currency)),
        ("P50", money(ranged.p50, cost.currency)),
        ("P80", money(ranged.p80, cost.currency)),
    ]
    if cost.budget is not None:
        lines.append(("budget", money(cost.budget, cost.currency)))
    widest = max(len(amount) for _, amount in lines)
    output.emit("")
    for what, amount in lines:
        output.emit(f"{what:<16}{amount:>{widest}}")
    over = cost.over_budget
    if over is not None:
        amount = money(abs(over), cost.currency)
        text = f"The forecast is {amount} {'over' if over > 0 else 'under'} the budget"
        style = "red" if over > 0 else "green"
        text += f"; {percent(ranged.within_budget)} chance to stay within it."
        output.emit(output.styled(output.paragraph(text), style))


def _table(title: str, none: str, groups: Sequence[GroupCost]) -> None:
    if not groups:
        return
    columns = (
        Column(title), Column("spent", "right"), Column("to come", "right"), Column("total", "right"),
    )  # fmt: skip
    rows = [Row((g.id or none, money(g.spent), money(g.remaining), money(g.total))) for g in groups]
    output.emit("")
    output.table(columns, rows)


def _as_json(
    opened: Opened, cost: PlanCost, ranged: CostForecast, teams: Sequence[GroupCost], milestones: Sequence[GroupCost]
) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "project": {"name": opened.plan.project.name, "as_of": opened.schedule.as_of.isoformat()},
        "currency": cost.currency,
        "budget": cost.budget,
        "spent": round(cost.spent, 2),
        "remaining": round(cost.remaining, 2),
        "total": round(cost.total, 2),
        "over_budget": None if cost.over_budget is None else round(cost.over_budget, 2),
        "p50": round(ranged.p50, 2),
        "p80": round(ranged.p80, 2),
        "mean": round(ranged.mean, 2),
        "within_budget": ranged.within_budget,
        "teams": [_group(g) for g in teams],
        "milestones": [_group(g) for g in milestones],
    }


def _group(group: GroupCost) -> dict[str, Any]:
    return {
        "id": group.id or None,
        "spent": round(group.spent, 2),
        "remaining": round(group.remaining, 2),
        "total": round(group.total, 2),
    }
