"""The plan as an outline with a Gantt chart beside it, drawn line by line."""

from aiplan.tui.widgets.plan_grid.model import GridModel, grid_model
from aiplan.tui.widgets.plan_grid.widget import PlanGrid

__all__ = ["GridModel", "PlanGrid", "grid_model"]
