"""What `aiplan check --fix` does: findings mended in the text, where mending cannot be wrong and loses no comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aiplan.core.plain import get, same_plan
from aiplan.errors import EditRefused
from aiplan.model.address import Path
from aiplan.model.edits import RemoveEntry, SetField
from aiplan.model.finding import Finding
from aiplan.model.plan import FORMAT
from aiplan.model.suppression import COMMENT
from aiplan.model.values import parse_dependency
from aiplan.store.canonical import format_lists
from aiplan.store.suppressions import Remark, placed_suppressions
from aiplan.store.text import PlanText

_LISTS = ("AIP501", "AIP502", "AIP503")


def mended(text: PlanText, findings: Sequence[Finding], unused: Mapping[int, Sequence[str]]) -> PlanText:
    """Return `text` with what `findings` name mended; findings that only a person can mend are left alone.

    Mended are: a missing `format` (AIP005), entries of `depends_on` that say the same twice (AIP111), lists that are
    not in order or not one entry a line (AIP501 to AIP503), and comments that pass nothing over (AIP901). A file with
    merge conflicts is returned as it is.

    Args:
        text: the plan.
        findings: those that are to be mended.
        unused: line of a comment → the codes it passes over in vain.

    Raises:
        EditRefused: where the result would not read back as intended.
    """
    if text.read_only:
        return text
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    lines = {f.line for f in by_code.get("AIP901", ())}
    text = _without_codes(text, {line: codes for line, codes in unused.items() if line in lines})
    text = _without_repetitions(text, [f.path for f in by_code.get("AIP111", ())])
    if "AIP005" in by_code and "format" not in text.data:
        text = text.apply(SetField(("format",), FORMAT))
    return format_lists(text, [f.path for code in _LISTS for f in by_code.get(code, ())])


def _without_repetitions(text: PlanText, paths: Iterable[Path]) -> PlanText:
    """Remove entries that say exactly what an earlier one says; one with a comment beside it stays."""
    for path in sorted(paths, key=_position, reverse=True):
        links, position = get(text.data, path[:-1]), path[-1]
        if not isinstance(links, list) or not isinstance(position, int):
            continue
        said = [parse_dependency(link) for link in links[: position + 1]]
        if said[-1] in said[:-1]:
            without = text.apply(RemoveEntry(path))
            if without.text.count("#") == text.text.count("#"):
                text = without
    return text


def _position(path: Path) -> int:
    return path[-1] if isinstance(path[-1], int) else -1


def _without_codes(text: PlanText, unused: Mapping[int, Sequence[str]]) -> PlanText:
    """Remove codes from comments that pass findings over, and the comments in which no code is left."""
    if not unused:
        return text
    blocks = [block.text for block in text.layout.blocks]
    for index, remark, found in sorted(placed_suppressions(text.layout), key=lambda p: p[1].start, reverse=True):
        if found.line in unused:
            left = [code for code in found.codes if code not in unused[found.line]]
            blocks[index] = _rewritten(blocks[index], remark, left)
    changed = PlanText.from_text("".join(blocks), bom=text.bom)
    if not same_plan(changed.data, text.data):
        raise EditRefused("the text without the comment would not read as the same plan", hint="nothing was changed")
    return changed


def _rewritten(text: str, remark: Remark, codes: Sequence[str]) -> str:
    """Return the text of a block with only `codes` left in one comment; without any, it goes."""
    match = COMMENT.search(remark.text.rstrip())
    assert match is not None
    start, end = remark.start + match.start(), remark.start + match.end()
    if codes:
        opening, closing = (remark.start + position for position in match.span("codes"))
        return text[:opening] + ", ".join(codes) + text[closing:]
    before = text[:start].rstrip(" \t")
    if not before or before.endswith("\n"):
        line_end = text.find("\n", end)
        return before + (text[line_end + 1 :] if line_end >= 0 else "")
    return before + text[end:]
