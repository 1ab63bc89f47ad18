"""A text under change: single operations on keys, values and tables, each touching the lines it means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from aiplan.core.plain import same
from aiplan.errors import EditRefused
from aiplan.model.address import Path, format_address, quote_key
from aiplan.model.shape import model_at
from aiplan.phrases import say
from aiplan.store import entries, placing
from aiplan.store.listdiff import list_steps
from aiplan.store.locate import Layout, Region, Written
from aiplan.store.scan import Block, scan
from aiplan.store.spelling import header_name, inline_value, key_text, table_text, value_text
from aiplan.store.style import by_line, layout_of, rank
from aiplan.store.syntax import Entry


class Draft:
    """The layout of a plan file that operations replace by changed ones."""

    def __init__(self, layout: Layout, data: Mapping[str, Any]) -> None:
        self.layout = layout
        self.data = data
        """What the text said at first; from it follows where new tables belong."""
        self.newline = "\r\n" if any("\r\n" in block.text for block in layout.blocks[:3]) else "\n"

    # ------------------------------------------------------------ whole values

    def reconcile(self, path: Path, old: Any, new: Any) -> None:
        """Make the text say `new` at `path`, where it says `old`, changing only what differs."""
        if same(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            for key, value in new.items():
                if key in old:
                    self.reconcile((*path, key), old[key], value)
            for key, value in new.items():
                if key not in old:
                    self.insert((*path, key), value)
            for key in old:
                if key not in new:
                    self.remove((*path, key))
            if not new and self.layout.find(path).missing:
                self.insert(path, {})
        elif isinstance(old, list) and isinstance(new, list) and (old or self._has_comment(path)):
            self._reconcile_list(path, old, new)
        else:
            self._replace_value(path, new)

    def _reconcile_list(self, path: Path, old: list[Any], new: list[Any]) -> None:
        steps = list_steps(old, new)
        if steps is None:
            self._replace_value(path, new)
            return
        for kind, index, value in steps:
            if kind == "insert":
                self.insert((*path, index), value)
            elif kind == "remove":
                self.remove((*path, index))
            else:
                self.reconcile((*path, index), old[index], value)
        if not new and self.layout.find(path).missing:
            self._keep_empty_list(path)

    def _has_comment(self, path: Path) -> bool:
        """Tell whether a comment stands in the list at `path`, which has no entries."""
        written = self.layout.find(path).exact
        if written is None:
            return False
        return "#" in self.layout.blocks[written.index].text[written.node.start : written.node.end]

    def _keep_empty_list(self, path: Path) -> None:
        """Write the empty list that is left where the last `[[…]]` has gone."""
        if self.layout.find(path[:-1]).missing and len(path) == 3:
            values: dict[str, Any] = {str(path[-1]): []}
            self.add_table(path[:-1], values, placing.place_for(self.layout, self.data, path[:-1], values))
        else:
            self.insert(path, [])

    def _replace_value(self, path: Path, value: Any) -> None:
        place = self.layout.find(path)
        written = place.exact
        if written is None:
            self.remove(path)
            self.insert(path, value)
            return
        indent = self._indent(written)
        text = inline_value(value, path) if written.chain else value_text(value, path, self.newline, indent)
        self._change(written.index, written.node.start, written.node.end, text)

    # ------------------------------------------------------------ keys

    def insert(self, path: Path, value: Any) -> None:
        """Write `value` at `path`, where nothing stands; what holds it is there, or is a top table that is made."""
        if len(path) == 1 or (len(path) == 2 and self._wants_header(path, value)):
            self._insert_top(path, value)
            return
        if isinstance(path[-1], int):
            self._insert_entry(path, path[-1], value)
            return
        holder = self.layout.find(path[:-1])
        if holder.exact is not None:
            node = holder.exact.node
            names = [item.key[0] for item in node.items]
            index = _position(path, names)
            text = f"{quote_key(path[-1])} = {inline_value(value, path)}"
            block = self.layout.blocks[holder.exact.index].text
            self._apply(holder.exact.index, entries.insertion(block, node, index, text, self.newline))
        elif layout_of(path) == "table" and isinstance(value, Mapping) and holder.headers:
            self.add_table(path, value, placing.after_item(self.layout, path[:2]))
        elif holder.headers:
            region = holder.headers[-1]
            self._insert_line(region.index, path, value, region.block.entries, 0)
        elif holder.dotted:
            self._insert_dotted(path, value, holder.dotted)
        elif holder.below:
            self._insert_header(path, value, holder.below[0])
        elif len(path) == 2:
            self._insert_top(path[:1], {str(path[1]): value})
        else:
            raise EditRefused(say("{path} is not in the text", path=format_address(path[:-1])))

    def _wants_header(self, path: Path, value: Any) -> bool:
        """Tell whether an item gets a header of its own: unless its whole section is written as one value."""
        whole = any(entry.key == path[:1] for entry in self.layout.blocks[0].entries)
        return isinstance(value, Mapping) and not whole

    def _insert_top(self, path: Path, value: Any) -> None:
        if isinstance(value, Mapping):
            self.add_table(path, value, placing.place_for(self.layout, self.data, path, value))
            return
        root = self.layout.blocks[0]
        if root.entries:
            self._insert_line(0, path, value, root.entries, 0)
        else:
            line = key_text(path, value, self.newline)
            blank = "" if len(self.layout.blocks) == 1 else self.newline
            self._change(0, len(root.text), len(root.text), line + blank)

    def _insert_line(self, index: int, path: Path, value: Any, siblings: Sequence[Entry], depth: int) -> None:
        """Write a line for the key at `path` among `siblings`, entries of one block whose keys name it at `depth`."""
        block = self.layout.blocks[index]
        position = _position(path, [entry.key[depth] for entry in siblings])
        prefix = indent = ""
        at = block.head
        if siblings:
            near = siblings[max(position - 1, 0)]
            prefix = "".join(f"{quote_key(part)}." for part in near.key[:depth])
            indent = block.text[near.line_start : near.parts[0][0]]
            if position:
                at = near.line_end
            elif depth or not block.keys:
                at = near.line_start
        text = key_text(path, value, self.newline, indent, prefix)
        if at and not block.text[:at].endswith("\n"):
            text = self.newline + text
        self._change(index, at, at, text)

    def _insert_dotted(self, path: Path, value: Any, siblings: Sequence[Written]) -> None:
        """Write a key beside dotted keys that give the same table, spelled like them."""
        last = siblings[-1]
        own = [s for s in siblings if s.index == last.index and not s.chain]
        depth = len(last.parts) - (len(last.at) - len(path) + 1)
        if not last.chain:
            self._insert_line(last.index, path, value, [s.entry for s in own], depth)
            return
        node, position = last.chain[-1]
        prefix = "".join(f"{quote_key(part)}." for part in node.items[position].key[:depth])
        text = f"{prefix}{quote_key(str(path[-1]))} = {inline_value(value, path)}"
        block = self.layout.blocks[last.index].text
        self._apply(last.index, entries.insertion(block, node, position + 1, text, self.newline))

    def _insert_header(self, path: Path, value: Any, first: Region) -> None:
        """Write a header for a table that so far only has tables below it, with this key."""
        text = f"[{header_name(path[:-1])}]{self.newline}{key_text(path, value, self.newline)}{self.newline}"
        self._splice(first.index, first.index, scan(text)[1:])

    def _insert_entry(self, path: Path, index: int, value: Any) -> None:
        written = self.layout.find(path[:-1]).exact
        if written is None:
            self._insert_array_table(path, index, value)
            return
        lines = not written.chain and (by_line(path[:-1]) or isinstance(value, dict))
        block = self.layout.blocks[written.index].text
        text = inline_value(value, path)
        self._apply(written.index, entries.insertion(block, written.node, index, text, self.newline, lines=lines))

    def _insert_array_table(self, path: Path, index: int, value: Any) -> None:
        """Write `[[…]]` for a new entry of a list that is made of such tables."""
        if not isinstance(value, Mapping):
            raise EditRefused(
                say("{path} is written as tables; {value!r} is none", path=format_address(path[:-1]), value=value)
            )
        around = self.layout.find((*path[:-1], index - 1 if index else 0))
        regions = sorted([*around.headers, *around.below], key=lambda region: region.index)
        if not regions:
            raise EditRefused(say("{path} is not in the text", path=format_address(path[:-1])))
        text = table_text(path, value, self.newline)
        text = f"[[{header_name(path)}]]{text[len(header_name(path)) + 2 :]}"
        blocks = scan(text)[1:]
        if index:
            self._insert_after(regions[-1].index, blocks)
        else:
            self._insert_before(regions[0].index, blocks)

    def remove(self, path: Path) -> None:
        """Take away what stands at `path`, wherever its parts are."""
        place = self.layout.find(path)
        if place.missing:
            raise EditRefused(say("{path} is not in the text", path=format_address(path)))
        if place.exact is not None:
            self._remove_written(place.exact)
            return
        for written in sorted(place.dotted, key=lambda w: (w.index, w.start), reverse=True):
            self._remove_written(written)
        place = self.layout.find(path)
        for region in sorted([*place.headers, *place.below], key=lambda region: -region.index):
            self.remove_block(region.index)

    def _remove_written(self, written: Written) -> None:
        if not written.chain:
            self._change(written.index, written.entry.line_start, written.entry.line_end, "")
            return
        node, position = written.chain[-1]
        block = self.layout.blocks[written.index].text
        self._apply(written.index, entries.removal(block, node, position))

    def rename_key(self, path: Path, new: str) -> None:
        """Spell the key at the end of `path` anew wherever it stands: headers, dotted keys, inline tables."""
        place = self.layout.find(path)
        depth = len(path) - 1
        spans: dict[int, set[tuple[int, int]]] = {}
        for written in [*([place.exact] if place.exact else []), *place.dotted]:
            part = len(written.parts) - (len(written.at) - depth)
            spans.setdefault(written.index, set()).add(written.parts[part])
        names = sum(isinstance(part, str) for part in path) - 1
        for region in [*place.headers, *place.below]:
            spans.setdefault(region.index, set()).add(region.block.key_spans[names])
        for index, found in spans.items():
            text = self.layout.blocks[index].text
            for start, end in sorted(found, reverse=True):
                text = text[:start] + quote_key(new) + text[end:]
            self._rescan(index, text)

    # ------------------------------------------------------------ tables

    def add_table(self, path: Path, values: Mapping[str, Any], place: placing.Place) -> None:
        """Write the table at `path` at a place."""
        blocks = scan(table_text(path, values, self.newline))[1:]
        if place.side == "after":
            self._insert_after(place.index, blocks)
        else:
            self._insert_before(place.index, blocks)

    def remove_block(self, index: int) -> str:
        """Take a table away and return it; comments that stand apart below it stay."""
        block = self.layout.blocks[index]
        core = block.text[: block.core]
        left = block.text[block.blank :]
        before = self.layout.blocks[index - 1]
        own = before.text
        last = index + 1 == len(self.layout.blocks)
        if last and not left:
            apart = own[before.core :].rstrip()
            own = own[: before.core] + apart + (self.newline if apart else "")
        elif before.core == len(own) and own:
            left = block.text[block.core :]
        changed = Block(own + left, before.keys, array=before.array, lead=before.lead, head=before.head)
        self._splice(index - 1, index + 1, [changed])
        return core

    def move_blocks(self, indices: Sequence[int], target: placing.Place) -> None:
        """Move tables, in their order, to a place; each takes the comment above it along."""
        texts = [self.remove_block(index) for index in sorted(indices, reverse=True)][::-1]
        index = target.index - sum(moved < target.index for moved in indices)
        ended = [text if text.endswith("\n") else text + self.newline for text in texts]
        blocks = [block for text in ended for block in scan(text)[1:]]
        if target.side == "after":
            self._insert_after(index, blocks)
        else:
            self._insert_before(index, blocks)

    def _insert_after(self, index: int, blocks: Sequence[Block]) -> None:
        """Put tables behind the block at `index`, before the blank lines and the comments apart that follow it."""
        block = self.layout.blocks[index]
        own, tail = block.text[: block.core], block.text[block.core :]
        if own and not own.endswith("\n"):
            own += self.newline
        own += self.newline if own.strip() else ""
        texts = [own, *self._separated(blocks, tail)]
        self._splice(index, index + 1, _rescanned(texts, block))

    def _insert_before(self, index: int, blocks: Sequence[Block]) -> None:
        """Put tables directly above the comment block of the table at `index`."""
        if index == 0:
            self._insert_after(0, blocks)
            return
        self._splice(index, index, [b for text in self._separated(blocks, self.newline) for b in scan(text)[1:]])

    def _separated(self, blocks: Sequence[Block], tail: str) -> list[str]:
        """Return the texts of tables with one blank line between them and `tail` behind the last."""
        texts = [block.text[: block.core] for block in blocks]
        return [*(text + self.newline for text in texts[:-1]), texts[-1] + tail]

    # ------------------------------------------------------------ text

    def _indent(self, written: Written) -> str:
        text = self.layout.blocks[written.index].text
        return text[written.entry.line_start : written.entry.parts[0][0]]

    def _apply(self, index: int, change: entries.Change) -> None:
        self._change(index, change.start, change.end, change.text)

    def _change(self, index: int, start: int, end: int, new: str) -> None:
        text = self.layout.blocks[index].text
        self._rescan(index, text[:start] + new + text[end:])

    def _rescan(self, index: int, text: str) -> None:
        blocks = scan(text)
        self._splice(index, index + 1, blocks if index == 0 else blocks[1:] if not blocks[0].text else blocks)

    def _splice(self, start: int, end: int, blocks: Sequence[Block]) -> None:
        """Put blocks in place of others; a comment that now stands directly above a header goes to its table."""
        following = self.layout.blocks[end : end + 1]
        if following and blocks and _ends_in_comment(blocks[-1]):
            joined = _rescanned([block.text for block in (*blocks, *following)], blocks[0])
            self.layout = self.layout.splice(start, end + 1, joined)
        else:
            self.layout = self.layout.splice(start, end, blocks)


def _rescanned(texts: Sequence[str], first: Block) -> list[Block]:
    """Return the blocks of joined texts that begin with the text of the block `first`."""
    blocks = scan("".join(texts))
    return blocks if not first.keys else blocks[1:] if not blocks[0].text else blocks


def _ends_in_comment(block: Block) -> bool:
    """Tell whether the last line is a comment, so that a header below it would take it along."""
    lines = block.text[block.head :].rsplit("\n", 2)
    return len(lines) > 1 and not lines[-1] and lines[-2].lstrip(" \t").startswith("#")


def _position(path: Path, names: Sequence[str]) -> int:
    """Return where among keys called `names` the key at `path` belongs: behind the nearest that comes before it."""
    model = model_at(path[:-1])
    own = rank(model, str(path[-1]))
    if own == math.inf:
        return len(names)
    ranks = [rank(model, name) for name in names]
    before = [r for r in ranks if r <= own]
    if not before:
        return 0
    nearest = max(before)
    return max(i for i, r in enumerate(ranks) if r == nearest) + 1
