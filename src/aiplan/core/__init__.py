"""Pure functions on values: calendars, network, schedule, checks, edits."""
