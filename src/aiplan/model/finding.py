"""What is wrong with a plan: values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from aiplan.model.address import Path, format_address

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst down."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, doubtful or worth knowing, at one place in the plan."""

    code: str
    """Stable, never renumbered: `AIP103`."""
    severity: Severity
    message: str
    """One sentence that names the item and what is wrong."""
    path: Path = ()
    """Where, as keys from the top; empty for the whole file."""
    line: int | None = None
    """1-based line in the file; filled in by the store, which knows the text."""
    hint: str = ""
    """What to write or do instead."""

    @property
    def address(self) -> str:
        """The written form of `path`; empty for the whole file."""
        return format_address(self.path)

    def at(self, line: int | None) -> Finding:
        """Return the same finding placed at `line`."""
        return replace(self, line=line)
