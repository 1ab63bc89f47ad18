"""Charts as mermaid itself reads them."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from helpers.tools import NODE_TOOLS, require_npm, require_tool


def read_back(charts: list[str]) -> list[dict[str, Any]]:
    """Return what mermaid makes of each chart: sections, ids, names, days and tags of its tasks, or the error."""
    node = require_tool("node")
    require_npm("jsdom")
    require_npm("mermaid")
    done = subprocess.run(
        [node, "read_gantt.mjs"], cwd=NODE_TOOLS, input=json.dumps(charts), capture_output=True, text=True,
        env={**os.environ, "TZ": "UTC"}, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) == len(charts)
    return found
