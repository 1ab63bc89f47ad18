"""How fast nothing is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, program
from bench.peers import AIPLAN


def rows(folder: Path) -> Iterator[Row]:
    """Yield the row of `aiplan --version`."""
    yield Row(
        "aiplan --version", "python -c pass", 1.5,
        program(AIPLAN, "--version", cwd=folder), program(sys.executable, "-c", "pass"), rounds=21,
    )  # fmt: skip
