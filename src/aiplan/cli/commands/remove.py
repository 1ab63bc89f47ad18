"""Remove an item, a key or an entry of a list.

    aiplan remove label-10k                      the whole item
    aiplan remove label-10k.deadline             one key
    aiplan remove 'label-10k.depends_on[0]'      one entry, counted from 0

An item that others refer to stays, unless --detach takes it out of them too.
"""

from __future__ import annotations

import argparse

from aiplan.cli.addressing import resolve
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.notation import shown
from aiplan.cli.opening import plural
from aiplan.core.plain import MISSING, get
from aiplan.core.references import references
from aiplan.errors import InvalidEdit, UnknownAddress
from aiplan.model.address import Path, format_address
from aiplan.model.edits import Edit, RemoveEntry, RemoveField, RemoveItem
from aiplan.model.shape import sections

_HISTORY = ("baselines",)
"""What was true once may name what is gone."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("address", metavar="ADDRESS", help="an id, or an address such as label-10k.deadline")
    parser.add_argument("--detach", action="store_true", help="also take the item out of what refers to it")
    parser.add_argument("--force", action="store_true", help="leave what refers to the item as it is")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Remove what is named."""
    session = open_session(args, as_of=args.as_of)
    data = session.text.data
    path = resolve(args.address, data)
    address = format_address(path)
    was = get(data, path)
    if was is MISSING:
        raise UnknownAddress(address)
    if isinstance(path[-1], int):
        return carry_out(args, session, [RemoveEntry(path)], [f"removed {address}: {shown(was)}"], tell="briefly")
    section, *rest = path
    if section not in sections() or len(rest) != 1:
        return carry_out(args, session, [RemoveField(path)], [f"removed {address}: {shown(was)}"], tell="briefly")
    item = str(rest[0])
    users = [p for p in references(data, str(section), item) if p[:2] != path and p[0] not in _HISTORY]
    if users and not (args.detach or args.force):
        raise _in_use(item, users)
    edits = [*_detach(users), RemoveItem(str(section), item)] if args.detach else [RemoveItem(str(section), item)]
    did = f"removed {address}"
    if users and args.detach:
        did += f", and what referred to it in {plural(len(users), 'place')}"
    return carry_out(args, session, edits, [did], tell="briefly")


def _detach(users: list[Path]) -> list[Edit]:
    """Return the edits that take the references away; entries of one list from the last, so that positions hold."""
    entries = sorted((p for p in users if isinstance(p[-1], int)), key=lambda p: -int(p[-1]))
    return [*map(RemoveEntry, entries), *(RemoveField(p) for p in users if not isinstance(p[-1], int))]


def _in_use(item: str, users: list[Path]) -> InvalidEdit:
    named = ", ".join(map(format_address, users[:4])) + (f" and {len(users) - 4} more" if len(users) > 4 else "")
    return InvalidEdit(
        f"{item} is referred to in {plural(len(users), 'place')}: {named}",
        address=item,
        hint="--detach takes it out of them too, --force leaves them as they are",
    )
