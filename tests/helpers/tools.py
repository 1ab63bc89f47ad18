"""Programs outside Python that some tests need, and how their absence is told.

A test asks with `require_tool("tj3")`. Where the program is missing the test is skipped, and the end of the run
says loudly what was NOT RUN; with AIPLAN_REQUIRE_TOOLS=1 in the environment it fails instead.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

ROOT = Path(__file__).resolve().parents[2]
"""The root of the checkout."""
NODE_TOOLS = ROOT / "tests" / "tools"
"""The folder whose package.json pins the npm packages tests use."""
NOT_RUN = "NOT RUN, needs "

INSTALL: Mapping[str, str] = MappingProxyType(
    {
        "bash": "apt install bash",
        "chromium": "apt install chromium",
        "git": "apt install git",
        "make": "apt install make",
        "node": "apt install nodejs npm",
        "tj3": "apt install tj3",
        "tmux": "apt install tmux",
    }
)


def require_tool(name: str) -> str:
    """Return the path of the program `name`; skip or fail the test where there is none."""
    found = shutil.which(name)
    return found or _missing(name, INSTALL.get(name, f"install {name}"))


def require_npm(package: str) -> Path:
    """Return the folder of the npm package that tests/tools pins; skip or fail the test where it is not installed.

    Node itself is required too; run scripts with the working directory `NODE_TOOLS` so that they find it.
    """
    require_tool("node")
    folder = NODE_TOOLS / "node_modules" / package
    return folder if folder.is_dir() else Path(_missing(f"npm:{package}", "npm ci --prefix tests/tools"))


def tools_are_required() -> bool:
    """Return whether a missing program is a failure."""
    return os.environ.get("AIPLAN_REQUIRE_TOOLS", "") not in {"", "0"}


def _missing(name: str, how: str) -> str:
    message = f"{NOT_RUN}{name} ({how})"
    if tools_are_required():
        pytest.fail(f"{message}, and AIPLAN_REQUIRE_TOOLS is set", pytrace=False)
    pytest.skip(message)


def not_run(reasons: Iterable[str]) -> list[str]:
    """Return one line per missing program, given the reasons of all skipped tests."""
    counts = Counter(r.partition(NOT_RUN)[2] for r in reasons if NOT_RUN in r)
    return [f"NOT RUN: {n} {'test needs' if n == 1 else 'tests need'} {tool}" for tool, n in sorted(counts.items())]
