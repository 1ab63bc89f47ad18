"""Names of findings that stay the same while lines move and dates pass, for reports that compare two runs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from aiplan.model.address import format_address
from aiplan.model.finding import Finding


def fingerprints(file: str, findings: Iterable[Finding], data: Mapping[str, Any]) -> list[str]:
    """Return one name for each finding, unique within the file.

    It is made of the file, the code and the place. An entry of a list is named by what it says instead of by its
    position, so that entries before it may come and go; lines and messages, which hold dates, are left out.

    Args:
        file: as reports call it.
        findings: of that file.
        data: the file as plain values; empty where it could not be read.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        key = "\0".join((file, finding.code, _place(finding, data) or ("" if data else finding.message)))
        seen[key] += 1
        names.append(hashlib.sha256(f"{key}\0{seen[key]}".encode(errors="surrogatepass")).hexdigest()[:32])
    return names


def _place(finding: Finding, data: Mapping[str, Any]) -> str:
    """Return the address of a finding with list positions replaced by what stands there."""
    value: Any = data
    parts: list[str | int] = []
    for part in finding.path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
        parts.append(part if isinstance(part, str) else f"[{value!r}]")
    return format_address(parts)
