"""Findings as other programs read them: workflow commands of GitHub, code quality of GitLab, JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from aiplan.model.finding import SEVERITIES, Finding, Severity
from aiplan.model.suppression import Suppression

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding as a report names it."""

    file: str
    finding: Finding
    fingerprint: str
    """Empty where the format has no use for it."""
    column: int | None = None
    """Where in its line, for a file that cannot be read."""
    by: Suppression | None = None
    """The comment that passes it over; then it does not count."""

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.finding.line, self.column) if part is not None)


def report_path(path: Path) -> str:
    """Return the name by which reports call a file: below the folder one is in, with `/` between its parts."""
    try:
        shown: PurePath = path.resolve().relative_to(Path.cwd().resolve()) if path.is_absolute() else path
    except (ValueError, OSError):
        shown = path
    return shown.as_posix()


def as_json(files: Sequence[str], found: Sequence[Reported], passed: Sequence[Reported]) -> dict[str, Any]:
    """Return everything that is known as plain values."""
    counts = Counter(r.finding.severity for r in found)
    return {
        "schema_version": 1,
        "files": list(files),
        "counts": {**{severity: counts[severity] for severity in SEVERITIES}, "suppressed": len(passed)},
        "findings": [_json_entry(r) for r in found],
        "suppressed": [
            {
                **_json_entry(r),
                "reason": r.by.reason if r.by else "",
                "until": r.by.until.isoformat() if r.by and r.by.until else None,
            }
            for r in passed
        ],
    }


def _json_entry(r: Reported) -> dict[str, Any]:
    f = r.finding
    return {
        "file": r.file,
        "line": f.line,
        "column": r.column,
        "code": f.code,
        "severity": f.severity,
        "message": f.message,
        "address": f.address,
        "hint": f.hint,
        "fingerprint": r.fingerprint,
    }


def as_gitlab(found: Iterable[Reported]) -> list[dict[str, Any]]:
    """Return a code quality report: https://docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"."""
    return [
        {
            "description": r.finding.message + (f" ({r.finding.hint})" if r.finding.hint else ""),
            "check_name": r.finding.code,
            "fingerprint": r.fingerprint,
            "severity": _GITLAB[r.finding.severity],
            "location": {"path": r.file, "lines": {"begin": r.finding.line or 1}},
        }
        for r in found
    ]


def as_github(found: Sequence[Reported], names: dict[str, str], plain: Sequence[str]) -> Iterator[str]:
    """Yield workflow commands, the worst first, then the plain list, in which no command is obeyed.

    GitHub keeps ten errors, ten warnings and ten notices of a step, so that the list has to stand beside them.
    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.

    Args:
        found: what counts.
        names: code → name of its rule.
        plain: the lines that a person reads.
    """
    for r in sorted(found, key=lambda r: SEVERITIES.index(r.finding.severity)):
        f = r.finding
        properties = {
            "file": r.file,
            "line": f.line or 1,
            **({"col": r.column} if r.column is not None else {}),
            "title": f"{f.code} {names.get(f.code, '')}".strip(),
        }
        given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        yield f"::{_LEVELS[f.severity]} {given}::{_data(f.message + (chr(10) + f.hint if f.hint else ''))}"
    import hashlib

    token = hashlib.sha256("\n".join(plain).encode(errors="surrogatepass")).hexdigest()
    yield f"::stop-commands::{token}"
    yield from plain
    yield f"::{token}::"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
