"""The work of a plan as cards in columns, drawn line by line."""
