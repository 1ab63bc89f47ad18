"""Comments in the plan file that take findings out of the count: `# aiplan: ignore[AIP201] until=2026-06-01 why`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from aiplan.model.address import Path
from aiplan.phrases import NOTHING, Phrase, say

COMMENT = re.compile(r"#[ \t]*aiplan:[ \t]*ignore\b(?:[ \t]*\[(?P<codes>[^\]]*)\])?(?P<rest>[^\n]*)\Z")
"""The last part of a comment, from its own `#` on; another remark may stand before it."""

_CODE = re.compile(r"AIP\d{3}\Z")
_UNTIL = re.compile(r"until[ \t]*=[ \t]*(?P<day>\S*)[ \t]*")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment that asks for findings to be passed over."""

    path: Path | None
    """What it covers: this, and everything inside; `None` where it stands beside nothing."""
    line: int
    """1-based line of the comment."""
    codes: tuple[str, ...]
    until: dt.date | None = None
    """The last day on which it holds."""
    reason: str = ""
    problem: Phrase = NOTHING
    """Why it cannot be understood; then it covers nothing."""


def parse_suppression(comment: str, path: Path | None, line: int) -> Suppression | None:
    """Return what a comment, from its `#` on, asks for; `None` where it is an ordinary comment.

    Args:
        comment: one line of text.
        path: what it stands at.
        line: where, counted from 1.
    """
    match = COMMENT.search(comment.rstrip())
    if match is None:
        return None
    rest = match["rest"].strip()
    codes = tuple(dict.fromkeys(code.strip().upper() for code in (match["codes"] or "").split(",") if code.strip()))
    if not codes:
        return Suppression(path, line, (), problem=say("it names no code in brackets"))
    wrong = [code for code in codes if not _CODE.match(code)]
    if wrong:
        return Suppression(path, line, codes, problem=say("{code} is not a code", code=wrong[0]))
    until = None
    given = _UNTIL.match(rest)
    if given is not None:
        rest = rest[given.end() :]
        try:
            until = dt.date.fromisoformat(given["day"])
        except ValueError:
            return Suppression(
                path, line, codes, problem=say("until={day} is not a date such as 2026-06-01", day=given["day"])
            )
    return Suppression(path, line, codes, until, rest.lstrip("-–—:, ").strip())
