"""Explain a finding code, how assessments are judged, a dimension, an AI task type, or the EU AI Act triage.

    aiplan explain AIP304            what a finding means, why it matters, how to mend it
    aiplan explain assessment        dimensions, evidence, gates, and how a verdict is reckoned
    aiplan explain data              what the scores of a dimension stand for
    aiplan explain catalogue         all AI task types; aiplan explain image-classification one of them
    aiplan explain eu-ai-act         questions that suggest a tier; an aid, not legal advice

Pages about AI are in the language of the plan here, or in that of --language; finding codes are in English.
"""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, get_args

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_file, add_format, find
from aiplan.errors import PlanNotFound, UnreadablePlan, UsageError

if TYPE_CHECKING:
    from aiplan.core.checks.rule import Rule
    from aiplan.model.plan import Plan


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from aiplan.model.context import Language

    parser.add_argument("code", metavar="WHAT", nargs="?", help="a code such as AIP103, or a topic; default: list all")
    parser.add_argument("--language", choices=get_args(Language), help="default: that of the plan, else en")
    add_file(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the page, or the list."""
    if args.code is None:
        return list_rules(args.format)
    return _topic(args) if _is_topic(args.code) else explain(args.code, args.format)


def _is_topic(word: str) -> bool:
    from aiplan.cli.topics import names

    return word.strip().lower().replace("_", "-") in {name.replace("_", "-") for name in names()}


def _topic(args: argparse.Namespace) -> int:
    from aiplan.cli.topics import topic

    plan = _plan(args.file)
    language = args.language or ("en" if plan is None else plan.project.language)
    found = topic(args.code, language, None if plan is None else plan.assessment_policy)
    assert found is not None
    if args.format == "json":
        output.emit_json({"topic": found.name, "language": language, "title": found.title, **found.data})
        return diagnostics.OK
    output.emit(output.styled(f"{found.name} · {found.title}", "bold"))
    output.emit("")
    output.emit("\n".join(found.lines))
    return diagnostics.OK


def _plan(named: str | None) -> Plan | None:
    """Return the plan that is named, or the one lying here where it can be read: it says the language."""
    from aiplan.loading import load

    try:
        return load(find(named)).plan
    except (PlanNotFound, UnreadablePlan):
        if named is not None:
            raise
        return None


def explain(code: str, form: str) -> int:
    """Print the page of a code.

    Raises:
        UsageError: where there is no such code.
    """
    rule = _find(code)
    if form == "json":
        output.emit_json(
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity,
                "fixable": rule.fixable,
                "page": rule.page,
            }
        )
        return diagnostics.OK
    output.emit(output.styled(f"{rule.code} {rule.name}", "bold") + f" · {rule.severity}")
    output.emit("")
    output.emit(_fitted(rule.page))
    return diagnostics.OK


def list_rules(form: str) -> int:
    """Print every code with its name, and every topic."""
    list_codes(form)
    if form != "json":
        from aiplan.cli.topics import listing

        output.emit("")
        output.table((output.Column("topic"), output.Column("what", flexible=True)), list(listing("en")))
    return diagnostics.OK


def list_codes(form: str) -> int:
    """Print every code with its severity, whether it can be mended, and its first line."""
    rules = _rules()
    if form == "json":
        output.emit_json(
            [
                {"code": r.code, "name": r.name, "severity": r.severity, "title": r.title, "fixable": r.fixable}
                for r in rules
            ]
        )
        return diagnostics.OK
    columns = (
        output.Column("code"), output.Column("severity"), output.Column("fix"), output.Column("rule", flexible=True),
    )  # fmt: skip
    output.table(columns, [(r.code, r.severity, "fix" if r.fixable else "", r.title) for r in rules])
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
    from aiplan.cli.topics import names

    close = close or diagnostics.nearest(word.lower(), [*(r.name for r in rules), *names()])
    raise UsageError(f"there is no code {code}", hint=f"{close}\naiplan explain lists them".strip())


def _fitted(page: str) -> str:
    """Return a page with its long lines broken; what is indented is an example and stays."""
    lines = []
    for line in page.splitlines():
        fits = output.cells(line) <= output.width() or line.startswith(" ")
        lines.append(line if fits else textwrap.fill(line, output.width(), subsequent_indent="  "))
    return "\n".join(lines)
