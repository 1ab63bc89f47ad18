"""Add an item to the plan: work, a goal, a metric, a risk and so on.

    aiplan add task label-10k --title "Label 10,000 photos" duration=8d team=data depends_on=collect-photos
    aiplan add milestone beta stage=product deadline=2026-06-30
    aiplan add metric top1-accuracy better=higher unit=ratio proportion=true target=0.9
    aiplan add assessment helper --ai-task chat-assistant goal=fewer-calls --with-metrics

An assessment with a task type of the catalogue starts with its usual baseline and fallback, to be corrected;
--with-metrics adds the usual metrics that the plan does not have.
It stands beside its relatives in the file: after the last member of its milestone, else at the end of its section.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aiplan.cli.addressing import resolve
from aiplan.cli.diagnostics import nearest
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.notation import shown
from aiplan.cli.options import today
from aiplan.cli.values import parse_value
from aiplan.core.plain import put
from aiplan.errors import InvalidEdit, UsageError
from aiplan.model.address import Path, format_address, parse_address
from aiplan.model.edits import AddItem
from aiplan.model.shape import required_keys, sections
from aiplan.model.values import is_id

if TYPE_CHECKING:
    from aiplan.model.plan import Plan


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("id", metavar="ID", help="letters, digits, _ and -")
    parser.add_argument("pairs", metavar="KEY=VALUE", nargs="*", help="values as aiplan set takes them")
    parser.add_argument("--title", help="the same as title=…; default: made from the id")
    parser.add_argument("--after", metavar="ID", help="where it stands in the file")
    parser.add_argument("--before", metavar="ID", help="where it stands in the file")
    parser.add_argument("--ai-task", metavar="TYPE", help="of an assessment: the same as ai_task=…")
    parser.add_argument("--with-metrics", action="store_true", help="of an assessment: add its usual metrics, too")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Add the item."""
    section = section_of(args.kind)
    if not is_id(args.id):
        hint = "an id is made of letters, digits, _ and -, and does not start with -"
        raise InvalidEdit(f"{args.id!r} is not an id", address=args.id, hint=hint)
    session = open_session(args, as_of=args.as_of)
    data = session.text.data
    values: dict[str, Any] = {}
    model = sections()[section]
    if args.title is not None:
        values["title"] = args.title
    elif "title" in required_keys(model) and not any(p.startswith("title=") for p in args.pairs):
        values["title"] = title_of(args.id)
    for pair in args.pairs:
        key, equals, raw = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is not KEY=VALUE", hint="such as duration=8d")
        path = _parsed(key.strip())
        value = parse_value((section, args.id, *path), raw.strip(), data, today=today())
        values = put(values, path, value)
    metrics = _from_catalogue(args, section, session.plan, values)
    after = resolve(args.after, data)[:2] if args.after else None
    before = resolve(args.before, data)[:2] if args.before else None
    edit = AddItem(section, args.id, values, after=after, before=before)
    said = ", ".join(f"{k} = {shown(v)}" for k, v in values.items())
    did = [f"added {format_address((section, args.id))}" + (f": {said}" if said else "")]
    if metrics and args.with_metrics:
        did.append(f"added its usual metrics: {', '.join(m.id for m in metrics)}")
    elif metrics:
        did.append(f"usual metrics, which --with-metrics adds: {', '.join(m.id for m in metrics)}")
    return carry_out(args, session, [*(metrics if args.with_metrics else ()), edit], did, tell="briefly")


def _from_catalogue(args: argparse.Namespace, section: str, plan: Plan, values: dict[str, Any]) -> list[AddItem]:
    """Fill what is not given in `values` from the catalogue; return the usual metrics that the plan does not have.

    Raises:
        UsageError: where --ai-task names no type, or stands where there is none.
    """
    if section != "assessments":
        if args.ai_task is not None or args.with_metrics:
            raise UsageError(f"add: a {args.kind} has no AI task", hint="aiplan add assessment ID --ai-task TYPE")
        return []
    from aiplan.core.catalogue import catalogue
    from aiplan.core.prefill import usual_fields, usual_metrics

    known = catalogue()
    if args.ai_task is not None:
        if args.ai_task not in known:
            close = nearest(args.ai_task, known) or "aiplan explain catalogue lists them"
            raise UsageError(f"there is no AI task type {args.ai_task}", hint=close)
        values["ai_task"] = args.ai_task
    task = known.get(str(values.get("ai_task")))
    if task is None:
        return []
    language = plan.project.language
    for name, value in usual_fields(task, language).items():
        values.setdefault(name, value)
    return list(usual_metrics(plan, task, language))


def kinds() -> list[str]:
    """Return what can be added, in the singular."""
    return [singular(name) for name in sections()]


def singular(section: str) -> str:
    """Return what one item of a section is called."""
    return section if section == "rollout" else section.removesuffix("s")


def section_of(kind: str) -> str:
    """Return the section that `kind` names, in the singular or plural.

    Raises:
        UsageError: where there is none.
    """
    word = kind.lower()
    for name in sections():
        if word in (name, singular(name)):
            return name
    close = nearest(word, kinds())
    raise UsageError(f"there is no kind {kind}", hint=close or f"kinds are: {', '.join(kinds())}")


def title_of(item: str) -> str:
    """Return a title made from an id: `label-10k` → `Label 10k`."""
    words = item.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _parsed(key: str) -> Path:
    try:
        return parse_address(key)
    except ValueError as error:
        raise UsageError(str(error), hint="such as duration=8d") from None
