"""Simulating the plan."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("forecast", "Forecast", "forecast.run", "m", "app.simulate", N_("Simulate"),
           N_("Simulate the plan again, with all its runs."), footer=1),
    Action("forecast", "Forecast", "forecast.settings", "M", "app.simulation_settings", N_("Runs"),
           N_("Simulate with other runs or another seed."), footer=5),
    Action("forecast", "Forecast", "forecast.stop", "escape", "app.stop_simulation", N_("Stop"),
           N_("Stop the simulation that is running."), palette=False),
)  # fmt: skip
