"""The text of one table: what it is in the file, and the file with another text in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from aiplan.core.plain import MISSING, get, same_plan, take
from aiplan.errors import InvalidEdit, UnreadablePlan
from aiplan.model.address import Path, format_address
from aiplan.model.reading import explain_error, validate_table
from aiplan.model.shape import model_at
from aiplan.store.text import PlanText
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told, told_error


def raw_text(text: PlanText, address: Path) -> str:
    """Return the tables that make up the item at `address`, with their comments, as they stand in the file.

    Raises:
        InvalidEdit: where the item has no table of its own: it is written inside another one, or not at all.
    """
    blocks = [text.layout.blocks[index].text for index in _own(text, address)]
    if not blocks and _is_free(address) and get(text.data, address) is MISSING:
        return ""
    if not blocks:
        said = _("{item} has no table of its own in the file").format(item=format_address(address))
        raise InvalidEdit(said, address=format_address(address))
    return "".join(blocks).rstrip() + "\n"


def with_raw(text: PlanText, address: Path, new: str) -> PlanText:
    """Return the file in which `new` stands for the item at `address`; everything else is as it was.

    Raises:
        InvalidEdit: where `new` is not TOML, or changes or lacks something that it should not.
    """
    _check_syntax(new)
    own = _own(text, address)
    pieces, blocks = [], text.layout.blocks
    last = blocks[own[-1]].text if own else ""
    for index, block in enumerate(blocks):
        if own and index == own[0]:
            newline = "\r\n" if "\r\n" in last else "\n"
            body = new.rstrip().replace("\r\n", "\n").replace("\n", newline)
            pieces.append(body + (last[len(last.rstrip()) :] or newline))
        elif index not in own:
            pieces.append(block.text)
    if not own and new.strip():
        end = "\r\n" if any("\r\n" in block.text for block in blocks[:3]) else "\n"
        above = "".join(pieces).rstrip()
        pieces = [above, end * 2 if above else "", new.strip().replace("\r\n", "\n").replace("\n", end), end]
    try:
        changed = PlanText.from_text("".join(pieces), bom=text.bom)
    except UnreadablePlan as error:
        raise InvalidEdit(told_error(error), hint=error.hint) from None
    _check(text.data, changed, address)
    return changed


def _is_free(address: Path) -> bool:
    """Tell whether the tables at `address` are those of other tools, which may be there or not."""
    return address == ("x",)


def _check_syntax(new: str) -> None:
    """Refuse what is not TOML by itself, counting its own lines."""
    try:
        PlanText.from_text(new)
    except UnreadablePlan as error:
        place = "" if error.line is None else _("line {number}").format(number=error.line) + ": "
        raise InvalidEdit(place + told(error.message)) from None


def _own(text: PlanText, address: Path) -> list[int]:
    blocks = enumerate(text.layout.blocks)
    return [index for index, block in blocks if block.keys and block.keys[: len(address)] == address]


def _check(before: Mapping[str, Any], changed: PlanText, address: Path) -> None:
    name = format_address(address)
    if changed.problems:
        raise InvalidEdit(told(changed.problems[0].message))
    if get(changed.data, address) is MISSING and not _is_free(address):
        raise InvalidEdit(_("{item} is gone from this text; x deletes it").format(item=name), address=name)
    if not same_plan(_without(before, address), _without(changed.data, address)):
        raise InvalidEdit(_("only {item} can be changed here").format(item=name), address=name)
    if _is_free(address):
        return
    old, new = _wrong(address, get(before, address)), _wrong(address, get(changed.data, address))
    for key, said in new.items():
        if key not in old:
            raise InvalidEdit(f"{format_address(key)}: {said}" if key else said, address=name)


def _without(data: Mapping[str, Any], address: Path) -> Mapping[str, Any]:
    rest: Mapping[str, Any] = data if get(data, address) is MISSING else take(data, address)
    return rest


def _wrong(address: Path, table: Any) -> dict[Path, str]:
    model = model_at(address)
    if model is None or not isinstance(table, Mapping):
        return {(): _("a table is wanted here")}
    try:
        validate_table(model, table)
    except ValidationError as error:
        return {tuple(item["loc"]): told(explain_error(item)) for item in error.errors(include_url=False)}
    return {}
