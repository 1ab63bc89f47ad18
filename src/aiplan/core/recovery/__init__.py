"""Ways out when a milestone is late: levers, their combinations, and what each really does."""
