"""How values of metrics are said: with their unit, and how far they are from a bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from aiplan.tui.i18n import _

if TYPE_CHECKING:
    from aiplan.core.gates import Operator
    from aiplan.model.context import Metric


def is_share(metric: Metric) -> bool:
    """Tell whether values are shown in per cent."""
    return metric.proportion or metric.unit == "ratio"


def value_text(value: float | None, metric: Metric, currency: str = "", *, missing: str = "?") -> str:
    """Return a value with its unit; money in the currency of the project."""
    if value is None:
        return missing
    if not math.isfinite(value):
        return str(value)
    if is_share(metric):
        return f"{value * 100:.4g} %"
    unit = {"count": "", "score": "", "currency": currency}.get(metric.unit, metric.unit)
    return f"{value:g} {unit}" if unit else f"{value:g}"


def short_by(value: float, bar: float, operator: Operator, metric: Metric, currency: str = "") -> str:
    """Return how far a value is from clearing a bar; empty where it clears it."""
    missing = bar - value if operator == ">=" else value - bar
    if missing <= 0 or not math.isfinite(missing):
        return ""
    if is_share(metric):
        points = f"{missing * 100:.3g}"
        return (_("{points} points short") if operator == ">=" else _("{points} points over")).format(points=points)
    amount = value_text(missing, metric, currency)
    return (_("{amount} short") if operator == ">=" else _("{amount} over")).format(amount=amount)


def money(amount: float, currency: str) -> str:
    """Return an amount in few digits: `812k CNY`."""
    size = abs(amount)
    number = (
        f"{amount / 1e6:.3g}M" if size >= 999_500 else f"{amount / 1e3:.0f}k" if size >= 10_000 else f"{amount:,.0f}"
    )
    return f"{number} {currency}".rstrip()
