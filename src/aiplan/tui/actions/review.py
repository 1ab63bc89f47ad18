"""What has changed, and how milestones moved."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("review", "Review", "review.take_back", "b", "take_back", N_("Take back"),
           N_("Take the edit under the cursor back, and no other."), footer=1),
    Action("review", "Review", "review.since", "c", "app.since", N_("Since"),
           N_("Compare with HEAD, with the last save, with the baseline."), footer=3),
    Action("review", "Review", "review.revision", "C", "app.revision", N_("Revision"),
           N_("Compare with another commit, branch or tag."), footer=5),
    Action("review", "Review", "review.trend", "t", "trend", N_("Trend"),
           N_("Show how the milestones moved through git, or what has changed."), footer=4),
    Action("review", "Review", "review.copy", "Y", "app.copy_review", N_("Copy all"),
           N_("Copy the review as Markdown for a pull request, also into a file."), footer=6),
    Action("review", "Review", "review.again", "z", "app.review_again", N_("Look again"),
           N_("Ask git again: for what was committed elsewhere."), footer=9),
    Action("review", "Review", "review.stop", "escape", "app.stop_history", N_("Stop"),
           N_("Stop reading the history."), palette=False),
)  # fmt: skip
