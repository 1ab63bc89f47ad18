"""Values as people read and write them, on one line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from aiplan.model.address import quote_key


def shown(value: Any) -> str:
    """Return a TOML value as people write it, text without quotes."""
    return value if isinstance(value, str) and value else inline(value)


def inline(value: Any) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        body = ", ".join(f"{quote_key(k)} = {inline(v)}" for k, v in value.items())
        return f"{{ {body} }}" if body else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    return str(value)
