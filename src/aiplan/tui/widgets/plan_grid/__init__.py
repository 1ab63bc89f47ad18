"""The plan as an outline with a Gantt chart beside it, drawn line by line."""
