"""Whatever stands in a file: an import ends in a plan without errors, or in a reason; nothing is lost on the way."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.importing.notes import ImportFailed
from helpers.importing import read

HEADERS = [
    "id", "Title", "start", "finish", "due", "duration", "predecessors", "successors", "parent", "status", "% complete",
    "team", "owner", "type", "milestone", "outline level", "wbs", "actual start", "actual finish", "cost", "tags",
    "前置任务", "开始时间", "Story points",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "2", "3", "0", "1.1", "a", "b", "2026-12-07", "2026-11-02", "7.12.2026", "46363", "5d", "0d", "2w",
         "3FS+2d", "1,2", "2SS-1w", "50%", "100", "done", "in progress", "cancelled", "Milestone", "Epic", "yes", "=A1",
         "#REF!", "9999-12-31", "0001-01-01", "-5", "1e400", "nan", "١", "a\nb", '"', "\t", "\x1b[31m", "标注"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_sheet_becomes_a_plan_without_errors_and_keeps_every_title(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=7, unique=True))
    if "Title" not in columns:
        columns.append("Title")
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns) + 1), min_size=1, max_size=8)
    )
    rows = [[cell.replace("\0", "").encode(errors="replace").decode() for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    try:
        found = read(out.getvalue())
    except ImportFailed:
        assert not any(cell.strip() for row in rows for cell in row)
        return
    titles = [" ".join(row[columns.index("Title")].split()) for row in rows]
    text = found.made.text
    known = {item.title for section in (found.plan.tasks, found.plan.milestones) for item in section.values()}
    known.add(found.plan.project.name)
    for title in filter(None, titles):
        assert title in known or title in " ".join(text.split()), title


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=10), st.sampled_from(["", "done,", "active,", "milestone,", "crit, done,", "vert,"]),
            st.sampled_from(["", "a,", "b,", "c,", "after,"]),
            st.sampled_from(["", "2026-12-07,", "after a,", "after b c,", "after z,", "2026-99-99,"]),
            st.sampled_from(["", "3d", "0d", "2w", "1M", "9999999d", "2026-12-18", "until c", "x"]),
        ),
        min_size=1, max_size=8,
    ),
    st.sampled_from(
        ["", "excludes weekends", "excludes monday tuesday wednesday thursday friday weekends", "dateFormat DD"]
    ),
)  # fmt: skip
def test_any_chart_becomes_a_plan_without_errors(bars: list[tuple[str, str, str, str, str]], setting: str) -> None:
    lines = [f"{name.encode(errors='replace').decode()} :{''.join(rest)}" for name, *rest in bars]
    try:
        read("gantt\n" + setting + "\nsection S\n" + "\n".join(lines).replace("\0", ""), "x.mmd")
    except ImportFailed:
        return


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_plan_or_a_reason(raw: bytes) -> None:
    try:
        read(raw, "x.csv")
    except ImportFailed:
        return
