"""How the milestones of the plan moved through git."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplan.errors import AiplanError, MissingTool, PlanNotFound
from aiplan.review.git import GitError, Repository
from aiplan.review.history import History, plan_history
from aiplan.store.text import PlanText
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error

if TYPE_CHECKING:
    from aiplan.core.trend import Trend

BENDS = 3
"""Of how many bends of a milestone, the largest, the causes are looked for."""


class CancelledError(Exception):
    """Reading the history was stopped."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The history of a plan, or as much of it as is known."""

    history: History | None = None
    share: float = 0.0
    """How much has been read, 0 … 1."""
    trouble: str = ""
    """Why there is no history, and what to do about it; where reading was stopped, what reads it again."""

    def trend(self, milestone: str) -> Trend | None:
        """Return the trend of a milestone, `None` where no version has a date for it."""
        if self.history is None:
            return None
        return next((trend for trend in self.history.trends if trend.id == milestone), None)


def find_past(path: Path, go_on: Callable[[float], bool]) -> Past:
    """Return the history of the plan at `path`; runs git, so not for the thread that draws.

    Args:
        path: the plan file.
        go_on: told how much has been done, tells whether to go on.

    Raises:
        CancelledError: where it was not to go on.
    """

    def each(done: int, total: int) -> None:
        if not go_on(done / max(1, total)):
            raise CancelledError

    try:
        repository = Repository.of(path)
        name = repository.name_of(path)
        return Past(plan_history(repository, name, _parse, bends=BENDS, each=each), 1.0)
    except MissingTool:
        return Past(trouble=_("Git is not installed, so there is no history to show."))
    except PlanNotFound:
        said = _("Git knows no version of {file} yet: git add {file}, git commit; each commit is a point of the trend.")
    except GitError:
        said = _("{file} has no history in git yet: git init, git add {file}, git commit, and again after changes.")
    except AiplanError as error:
        return Past(trouble=told_error(error))
    return Past(trouble=said.format(file=path.name))


def _parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
    text = PlanText.from_bytes(raw, path=name)
    return text.data, text.file_order
