"""View 6: experiments and metrics, as pure functions of the plan."""
