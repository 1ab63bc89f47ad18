"""An edit made in the text: the lines it means are changed, the result is read back, else it is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from itertools import compress
from operator import is_not
from typing import Any

from aiplan.core.edits import apply_edit, is_section, rename_steps, with_keys
from aiplan.core.plain import MISSING, get, same, same_plan
from aiplan.errors import EditRefused, UnreadablePlan
from aiplan.model.address import Path, format_address
from aiplan.model.edits import AddItem, Edit, MoveItem, RemoveItem, RenameItem
from aiplan.model.finding import Finding
from aiplan.phrases import say
from aiplan.store import placing
from aiplan.store.draft import Draft
from aiplan.store.locate import Layout
from aiplan.store.problems import duplicate_findings
from aiplan.store.scan import Block
from aiplan.store.text import PlanText

_HINT = say("nothing was changed; make this change in a text editor")


def patched(text: PlanText, edit: Edit) -> PlanText:
    """Return `text` after `edit`, read back.

    Raises:
        InvalidEdit: where the edit makes no sense on this plan.
        UnknownAddress: where it names something that is not there.
        EditRefused: where the changed text would not say what the edit means.
    """
    steps = rename_steps(text.data, edit) if isinstance(edit, RenameItem) else None
    intended = with_keys(*steps) if steps is not None else apply_edit(text.data, edit)
    if intended is text.data and not isinstance(edit, MoveItem):
        return text
    draft = Draft(text.layout, text.data)
    try:
        if steps is not None and isinstance(edit, RenameItem):
            groups = _rename(draft, edit, text.data, *steps)
        else:
            groups = _change(draft, edit, text.data, intended)
    except ValueError as error:
        raise EditRefused(say("the text of the file could not be followed: {error}", error=error), hint=_HINT) from None
    if draft.layout is text.layout:
        return text
    data, same_order = _read_back(text, draft.layout, groups, intended, edit)
    changed = PlanText(draft.layout, data, bom=text.bom, problems=_problems(text, draft.layout))
    if same_order:
        changed.share_file_order(text)
    return changed


def _problems(text: PlanText, layout: Layout) -> tuple[Finding, ...]:
    return duplicate_findings(layout) if text.problems else ()


def _change(draft: Draft, edit: Edit, data: Mapping[str, Any], intended: Mapping[str, Any]) -> list[Path]:
    """Make the edit in the draft and return the paths of the tables it means."""
    match edit:
        case AddItem(section, name, _, after, before):
            path: Path = (section, name)
            place = placing.chosen(draft.layout, after, before)
            if place is None or draft.layout.find((section,)).exact is not None:
                draft.insert(path, intended[section][name])
            else:
                draft.add_table(path, intended[section][name], place)
            return [path]
        case RemoveItem(section, name):
            draft.remove((section, name))
            return [(section, name)]
        case MoveItem():
            return _move(draft, edit)
        case RenameItem():
            raise AssertionError("renaming has steps of its own")
        case _:
            group = group_of(edit.path)
            old_value, new_value = get(data, group), get(intended, group)
            if old_value is MISSING:
                draft.insert(group, new_value)
            elif new_value is MISSING:
                draft.remove(group)
            else:
                draft.reconcile(group, old_value, new_value)
            return [group]


def _rename(
    draft: Draft, edit: RenameItem, data: Mapping[str, Any], values: Mapping[str, Any], keys: Mapping[Path, str]
) -> list[Path]:
    """Change the values that name the item, then the keys that do, then its own."""
    groups = _touched(data, values)
    for group in groups:
        draft.reconcile(group, get(data, group), get(values, group))
    for path, key in keys.items():
        draft.rename_key(path, key)
    return [*groups, *(path[:2] for path in keys), (edit.section, edit.old), (edit.section, edit.new)]


def _move(draft: Draft, edit: MoveItem) -> list[Path]:
    path: Path = (edit.section, edit.id)
    target = edit.after or edit.before or ()
    place = draft.layout.find(path)
    if place.exact is not None or place.dotted or not (place.headers or place.below):
        raise EditRefused(
            say("{path} has no header of its own, so it cannot be moved", path=format_address(path)), hint=_HINT
        )
    if target[:2] != path:
        chosen = placing.chosen(draft.layout, edit.after, edit.before)
        assert chosen is not None
        draft.move_blocks([region.index for region in (*place.headers, *place.below)], chosen)
    return [path]


def group_of(path: Path) -> Path:
    """Return the table of its own that `path` is in: `(section, id)`, or the one name of a table like `[project]`."""
    return path[:2] if len(path) > 1 and (is_section(str(path[0])) or path[0] == "x") else path[:1]


def _touched(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Path]:
    """Return the paths of the tables that are not the same object in both."""
    found: list[Path] = []
    for top, value in new.items():
        before = old.get(top)
        if value is before:
            continue
        if is_section(top) and isinstance(value, dict) and isinstance(before, dict):
            found += [(top, name) for name, item in value.items() if item is not before.get(name)]
        else:
            found.append((top,))
    return found


# ---------------------------------------------------------------- reading back


def _read_back(
    text: PlanText, layout: Layout, groups: Iterable[Path], intended: Mapping[str, Any], edit: Edit
) -> tuple[Mapping[str, Any], bool]:
    """Return what the changed text says, and whether the same items stand in it in the same order.

    Read again are the tables that the edit means and every table whose text changed; the rest is the same text.

    Raises:
        EditRefused: where the text does not say what was intended.
    """
    if layout.tolerant:
        return _read_whole(layout, intended, edit), False
    wanted = dict.fromkeys(groups)
    changed, same_headers = _changed_blocks(text.layout, layout)
    for block in changed:
        if not block.keys:
            return _read_whole(layout, intended, edit), False
        wanted[group_of(block.keys)] = None
    read: dict[str, Any] = dict(intended)
    for group in wanted:
        found = _parse(layout, group)
        meant = get(intended, group)
        if not same(found, meant) and not (len(group) == 1 and {*map(_empty, (found, meant))} == {True}):
            raise _refused(group)
        if found is not MISSING:
            read = _placed(read, group, found, shared=text.data)
    kept = same_headers and all(get(data, group) is not MISSING for group in wanted for data in (text.data, read))
    return (read, True) if kept else (_in_file_order(read, layout), False)


def _changed_blocks(old: Layout, new: Layout) -> tuple[list[Block], bool]:
    """Return the blocks of `new` that `old` does not have, and whether the headers are the same in the same order."""
    if len(old.blocks) == len(new.blocks):
        differ = list(compress(range(len(new.blocks)), map(is_not, old.blocks, new.blocks)))
        changed = [new.blocks[index] for index in differ]
        return changed, all(old.blocks[index].keys == new.blocks[index].keys for index in differ)
    known = set(map(id, old.blocks))
    return [block for block in new.blocks if id(block) not in known], False


def _empty(value: Any) -> bool:
    return value is MISSING or value == {}


def _parse(layout: Layout, group: Path) -> Any:
    try:
        return get(tomllib.loads(layout.relevant_text(group)), group)
    except ValueError:
        raise _refused(group) from None


def _refused(group: Path) -> EditRefused:
    return EditRefused(
        say("the changed text of {group} would not read as intended", group=format_address(group)), hint=_HINT
    )


def _placed(data: dict[str, Any], group: Path, value: Any, shared: Mapping[str, Any]) -> dict[str, Any]:
    """Put `value` into `data`, whose sections are copied where they are still those of `shared`."""
    if len(group) == 1:
        data[str(group[0])] = value
        return data
    section = str(group[0])
    if data[section] is shared.get(section):
        data[section] = dict(data[section])
    data[section][str(group[1])] = value
    return data


def _read_whole(layout: Layout, intended: Mapping[str, Any], edit: Edit) -> Mapping[str, Any]:
    """Return what the whole text says, after making sure that it is what was intended.

    Where a table stood twice, the other one is used once the first is gone.
    """
    try:
        read = PlanText.from_text(layout.text).data
    except UnreadablePlan as error:
        raise EditRefused(say("the changed text would not be a plan: {error}", error=error), hint=_HINT) from None
    meant = intended
    if layout.tolerant and isinstance(edit, RemoveItem | RenameItem):
        path: Path = (edit.section, edit.id if isinstance(edit, RemoveItem) else edit.old)
        other = get(read, path)
        if other is not MISSING:
            section = {**meant.get(edit.section, {}), path[1]: other}
            meant = {**meant, edit.section: section}
    if not same_plan(read, meant):
        raise EditRefused(say("the changed text would not read as intended"), hint=_HINT)
    return read


def _in_file_order(data: dict[str, Any], layout: Layout) -> dict[str, Any]:
    """Return the same data with tables in the order in which the text first names them, as reading gives them."""
    tops: dict[str, dict[str, None]] = {}
    for index, block in enumerate(layout.blocks):
        if index in layout.ignored:
            continue
        if block.keys:
            names = tops.setdefault(block.keys[0], {})
            if len(block.keys) > 1:
                names[block.keys[1]] = None
                continue
        for entry in block.entries if len(block.keys) < 2 else ():
            full = (*block.keys, *entry.key)
            names = tops.setdefault(full[0], {})
            if len(full) > 1:
                names[full[1]] = None
            elif entry.node.kind == "table":
                names.update((item.key[0], None) for item in entry.node.items)
    ordered: dict[str, Any] = {}
    for top, names in tops.items():
        if top not in data:
            continue
        value = data[top]
        if is_section(top) and isinstance(value, dict) and list(value) != list(names):
            value = {name: value[name] for name in names if name in value}
        ordered[top] = value
    return ordered if len(ordered) == len(data) else data
