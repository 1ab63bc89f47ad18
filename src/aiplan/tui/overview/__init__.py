"""View 1, the plan on one screen, as pure functions of it."""
