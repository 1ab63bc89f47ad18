"""Plans in git: diff, merge, history."""
