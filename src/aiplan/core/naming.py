"""Ids made from titles."""

from __future__ import annotations

import re

MAX_SLUG = 28
_WORD = re.compile(r"[^\W_]+")


def slug(title: str) -> str:
    """Return an id made from a title: its words in lower case, as many as stay short."""
    kept = ""
    for word in _WORD.findall(title.lower()):
        longer = f"{kept}-{word}" if kept else word
        if len(longer) > MAX_SLUG and kept:
            break
        kept = longer[:MAX_SLUG]
    return kept
