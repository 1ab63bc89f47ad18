"""Explain a finding code: what it means, why it matters, how to mend it."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.options import accept_file, add_format
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.checks.rule import Rule


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as AIP103, or its name; default: list them all")
    accept_file(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the page, or the list."""
    return explain(args.code, args.format) if args.code is not None else list_rules(args.format)


def explain(code: str, form: str) -> int:
    """Print the page of a code.

    Raises:
        UsageError: where there is no such code.
    """
    rule = _find(code)
    if form == "json":
        output.emit_json({"code": rule.code, "name": rule.name, "severity": rule.severity, "page": rule.page})
        return diagnostics.OK
    output.emit(output.styled(f"{rule.code} {rule.name}", "bold") + f" · {rule.severity}")
    output.emit("")
    output.emit(_fitted(rule.page))
    return diagnostics.OK


def list_rules(form: str) -> int:
    """Print every code with its name."""
    rules = _rules()
    if form == "json":
        output.emit_json([{"code": r.code, "name": r.name, "severity": r.severity, "title": r.title} for r in rules])
        return diagnostics.OK
    columns = (output.Column("code"), output.Column("severity"), output.Column("rule", flexible=True))
    output.table(columns, [(r.code, r.severity, r.title) for r in rules])
    return diagnostics.OK


def name_of(code: str) -> str:
    """Return the first line of the page of a code, empty where it has none."""
    return next((r.title for r in _rules() if r.code == code), "")


def _rules() -> tuple[Rule, ...]:
    from aiplan.core.checks import RULES

    return tuple(sorted(RULES, key=lambda r: r.code))


def _find(code: str) -> Rule:
    rules = _rules()
    word = code.strip()
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    close = diagnostics.nearest(word.upper(), [r.code for r in rules])
    close = close or diagnostics.nearest(word.lower(), [r.name for r in rules])
    raise UsageError(f"there is no code {code}", hint=f"{close}\naiplan explain lists them".strip())


def _fitted(page: str) -> str:
    """Return a page with its long lines broken; what is indented is an example and stays."""
    lines = []
    for line in page.splitlines():
        fits = output.cells(line) <= output.width() or line.startswith(" ")
        lines.append(line if fits else textwrap.fill(line, output.width(), subsequent_indent="  "))
    return "\n".join(lines)
