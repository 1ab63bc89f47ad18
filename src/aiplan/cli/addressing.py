"""What people name on the command line: ids and addresses, with a guess where nothing is so called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aiplan.cli.diagnostics import nearest
from aiplan.errors import UnknownAddress, UsageError
from aiplan.model.address import Path, format_address, parse_address
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.shape import keys, sections

Data = Mapping[str, Any]


def resolve(text: str, data: Data) -> Path:
    """Return the path that `text` names: an address, or one that begins with an id that is unique in the plan.

    What stands below the item need not exist yet.

    Raises:
        UsageError: where `text` is no address, or begins with an id that several items have.
        UnknownAddress: where no item is so called.
    """
    try:
        path = parse_address(text)
    except ValueError as error:
        raise UsageError(str(error), hint="addresses look like tasks.label-10k.duration or project.name") from None
    head = str(path[0])
    if head in keys(Plan) or head in data:
        if head in sections() and len(path) > 1 and path[1] not in _section(data, head):
            raise unknown(format_address(path[:2]), str(path[1]), _section(data, head))
        return path
    found = holders(head, data)
    if len(found) == 1:
        return (found[0], *path)
    if found:
        ways = ", ".join(format_address((s, *path)) for s in found)
        raise UsageError(f"{head} is the id of several items", hint=f"say which: {ways}")
    missing = unknown(text, head, [*all_ids(data), *keys(Plan)])
    missing.hint = missing.hint or "an address begins with an id, or with a section such as tasks or project"
    raise missing


def holders(item: str, data: Data) -> list[str]:
    """Return the sections that have an item called `item`; of work only the first, whose ids share a namespace."""
    found = [s for s in sections() if item in _section(data, s)]
    work = [s for s in WORK_SECTIONS if s in found]
    return [*work[:1], *(s for s in found if s not in work)]


def work_id(text: str, known: Iterable[str]) -> str:
    """Return the id of the activity that `text` names, by its id or its address.

    Raises:
        UnknownAddress: where there is none.
    """
    names = list(known)
    for section in WORK_SECTIONS:
        rest = text.removeprefix(section + ".").strip('"')
        if rest != text and rest in names:
            return rest
    if text not in names:
        error = unknown(text, text, names)
        if text.endswith(".toml"):
            error.hint = f"a plan is named with -f {text}"
        raise error
    return text


def unknown(shown: str, word: str, known: Iterable[str]) -> UnknownAddress:
    """Return the error for a name that nothing has, with what was probably meant."""
    names = list(known)
    hint = nearest(word, names) or (f"there are: {', '.join(names)}" if 0 < len(names) <= 6 else "")
    return UnknownAddress(shown, hint=hint)


def all_ids(data: Data) -> list[str]:
    """Return the ids of all items."""
    return [key for section in sections() for key in _section(data, section)]


def _section(data: Data, name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}
