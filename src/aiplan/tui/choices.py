"""How a person looks at plans: what was chosen in the views, and whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiplan.store.settings import Settings

Choices = Mapping[str, Any]
"""Name of a choice → what was chosen, plain data."""
PER_PLAN = frozenset({"zoom"})
"""Choices that are remembered for each plan."""
IN_SETTINGS = ("zoom", "links", "density")
"""Choices that the settings begin with."""


def holding(remembered: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return the choices that hold: those over which the settings were not changed since.

    Args:
        remembered: name → `{"value": …, "over": …}`, the latter being what the settings said.
        settings: what they say now.
    """
    return {
        name: kept["value"]
        for name, kept in remembered.items()
        if isinstance(kept, Mapping)
        and "value" in kept
        and (name not in IN_SETTINGS or kept.get("over") == getattr(settings, name))
    }


def kept(name: str, value: Any, settings: Settings) -> dict[str, Any]:
    """Return a choice as it is remembered."""
    return {"value": value, "over": getattr(settings, name)} if name in IN_SETTINGS else {"value": value}
