"""View 5: assessments, their scorecards, the map of value and feasibility, and alternatives side by side."""
