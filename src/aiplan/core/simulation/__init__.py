"""Monte Carlo simulation of a schedule: ranged dates instead of single ones."""
