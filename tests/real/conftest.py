"""What the tests in a real terminal begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.plan_terminal import SIZES, PlanTerminal, commit_plan


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PlanTerminal]:
    """The sample in git, open in a terminal of either size."""
    commit_plan(tmp_path)
    opened = PlanTerminal(tmp_path, size=request.param)
    yield opened
    opened.close()
