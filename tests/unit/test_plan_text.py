"""A plan file as text: blocks, lines, what opens read-only, what cannot be opened."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from aiplan.errors import EditRefused, UnreadablePlan
from aiplan.model.edits import RemoveField, RemoveItem, RenameItem, SetField
from aiplan.store.canonical import format_text
from aiplan.store.problems import syntax_finding
from aiplan.store.scan import scan
from aiplan.store.text import PlanText

TRICKY = '''# top
format = 1

[project]
name = """
[not.a.table]
# no comment
"""
start = 2026-01-05
deep = [[[[[1]], ["]"]]], [
[2]
]]  # [no]
literal = \'\'\'
[no]\'\'\'

# above
  [ tasks . "标注" ]  # beside
title = 'it # is'
notes = "a [b] \\" # c"
depends_on = [
  "a",
  # [tasks.no]
  "b" ]
[tasks."标注".crash]
duration = "1d"
[tasks.a]
crash.duration = "2d"
[[experiments.e.attempts]]
started = 2026-01-05
[[experiments.e.attempts]]
started = 2026-01-06
[experiments.e]
fallback = { title = "x", duration = "1d" }'''


def line_with(text: str, words: str) -> int:
    return 1 + next(i for i, line in enumerate(text.split("\n")) if words in line)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_tables_are_found_among_everything_that_looks_like_them(newline: str) -> None:
    text = TRICKY.replace("\n", newline)
    blocks = scan(text)
    assert "".join(block.text for block in blocks) == text
    assert [block.keys for block in blocks] == [
        (),
        ("project",),
        ("tasks", "标注"),
        ("tasks", "标注", "crash"),
        ("tasks", "a"),
        ("experiments", "e", "attempts"),
        ("experiments", "e", "attempts"),
        ("experiments", "e"),
    ]
    assert [block.array for block in blocks] == [False] * 5 + [True] * 2 + [False]
    assert blocks[2].text[: blocks[2].lead] == f"# above{newline}"
    for block in blocks:
        tomllib.loads(block.text)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("project", "start"), "start ="),
        (("tasks", "标注"), "tasks . "),
        (("tasks", "标注", "depends_on", 1), '"b"'),
        (("tasks", "标注", "crash", "duration"), 'duration = "1d"'),
        (("tasks", "a", "crash"), "crash.duration"),
        (("experiments", "e", "attempts", 1, "started"), "2026-01-06"),
        (("experiments", "e", "fallback", "duration"), "fallback"),
        (("experiments", "e", "owner"), "[experiments.e]"),
        (("experiments", "e", "attempts", 1, "result", 3), "started = 2026-01-06"),
    ],
)
def test_lines_of_paths(path: tuple[str | int, ...], words: str) -> None:
    text = PlanText.from_text(TRICKY)
    line = text.line_of(path)
    assert line is not None
    wanted = line_with(TRICKY, words)
    assert line == wanted or (words.startswith("started") and line == wanted - 1)


def test_lines_of_nothing() -> None:
    assert PlanText.from_text(TRICKY).line_of(()) is None
    assert PlanText.from_text(TRICKY).line_of(("goals", "x")) is None


def test_file_order_is_that_of_the_file_across_sections() -> None:
    text = PlanText.from_text(
        'rollout.r = { title = "R" }\n[tasks]\nz.title = "Z"\ny = { title = "Y" }\n[milestones.m]\n[tasks.a]\n'
        "[experiments.e.crash]\n[tasks.b]\n[goals.g]\n[experiments.e]"
    )
    assert text.file_order == ("r", "z", "y", "m", "a", "e", "b")


@pytest.mark.parametrize(
    ("raw", "words", "line"),
    [
        (b"", "empty", None),
        (b" \n\r\n", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary", None),
        (b"a = 1\nb = '\xff'", "not UTF-8", 2),
        (b"a = 1\nb = \n", "not TOML", 2),
        (b"a = 1\na = 2\n", "not TOML", 2),
        (b'a = "x', "not TOML", 1),
        (b"x = " + b"9" * 5000, "digits", None),
        (b"x = " + b"[" * 20000, "nested", None),
        (b"x = " + b"[" * 300 + b"]" * 300, "nested", None),
        (b"a = 1\n<<<<<<< only a start\n", "left over from a merge conflict", 2),
        (b"a = 1\na = 1\n", "stands twice", 2),
        (b"a = soon\n", "quotes", 1),
    ],
)
def test_what_is_no_plan_says_why_and_where(raw: bytes, words: str, line: int | None) -> None:
    with pytest.raises(UnreadablePlan, match=words) as caught:
        PlanText.from_bytes(raw, path="p.toml")
    assert caught.value.line == line
    assert str(caught.value).startswith("p.toml")
    assert syntax_finding(caught.value).code == "AIP002"


def test_syntax_errors_name_line_column_and_a_way_out() -> None:
    with pytest.raises(UnreadablePlan) as caught:
        PlanText.from_bytes(b"[project]\nname = = 1\n")
    assert (caught.value.line, caught.value.column) == (2, 8)
    assert "text editor" in caught.value.hint


CONFLICT = """format = 1
[project]
name = "P"
<<<<<<< HEAD
start = 2026-01-05
owner = "ours"
||||||| base
start = 2026-01-01
=======
start = 2026-02-02
>>>>>>> feature/later
[tasks.a]
title = "A"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("base", [True, False])
def test_a_file_with_conflict_markers_opens_on_its_current_side(newline: str, *, base: bool) -> None:
    source = CONFLICT if base else CONFLICT.replace("||||||| base\nstart = 2026-01-01\n", "")
    source = source.replace("\n", newline)
    text = PlanText.from_bytes(source.encode())
    assert text.data["project"]["owner"] == "ours"
    assert text.data["project"]["start"].isoformat() == "2026-01-05"
    assert text.to_bytes() == source.encode()
    assert text.line_of(("tasks", "a", "title")) == line_with(source, "title =")
    (finding,) = text.problems
    assert (finding.code, finding.severity, finding.line) == ("AIP001", "error", 4)
    assert text.read_only
    with pytest.raises(EditRefused, match="line 4"):
        text.apply(SetField(("project", "owner"), "x"))
    assert format_text(text) is text


def test_a_current_side_that_is_no_toml_names_the_conflict() -> None:
    with pytest.raises(UnreadablePlan) as caught:
        PlanText.from_text("a = 1\n<<<<<<< x\na = [\n=======\n>>>>>>> y\n")
    assert "line 2" in caught.value.hint


def test_a_conflict_inside_a_list_or_a_string_is_one_too() -> None:
    text = PlanText.from_text(
        'a = [\n<<<<<<< x\n  1,\n=======\n  2,\n>>>>>>> y\n]\nb = """\n<<<<<<<\n=======\n>>>>>>>\n"""'
    )
    assert text.data["a"] == [1]
    assert [f.line for f in text.problems] == [2, 9]


def test_lines_of_equals_signs_alone_are_no_conflict() -> None:
    text = PlanText.from_text('a = """\n=======\n>>>>>>> quoted mail\n"""\n# <<<<<<< no\n')
    assert not text.read_only
    assert text.problems == ()


DOUBLED = """# first
[tasks.a]
title = "one"

[tasks.b]
depends_on = ["a"]

# second
[tasks.a]
title = "two"
[tasks.a.crash]
duration = "1d"

[tasks.c]
title = "C"
"""


def test_of_tables_that_stand_twice_the_first_is_used() -> None:
    text = PlanText.from_text(DOUBLED)
    assert text.data["tasks"]["a"] == {"title": "one"}
    assert text.line_of(("tasks", "c", "title")) == 15
    (finding,) = text.problems
    assert (finding.code, finding.line, finding.path) == ("AIP101", 9, ("tasks", "a"))
    assert "lines 2 and 9" in finding.message
    assert text.to_bytes() == DOUBLED.encode()


def test_tables_that_stand_twice_can_be_mended_by_renaming_or_removing_one() -> None:
    text = PlanText.from_text(DOUBLED)
    assert text.apply(SetField(("tasks", "a", "title"), "neu")).text == DOUBLED.replace("one", "neu")
    renamed = text.apply(RenameItem("tasks", "a", "a-1"))
    assert renamed.problems == ()
    assert renamed.data["tasks"]["a"] == {"title": "two", "crash": {"duration": "1d"}}
    assert renamed.data["tasks"]["b"]["depends_on"] == ["a-1"]
    removed = text.apply(RemoveItem("tasks", "a"))
    assert removed.problems == ()
    assert removed.data["tasks"]["a"]["title"] == "two"


def test_array_tables_stand_as_often_as_they_like() -> None:
    text = PlanText.from_text("[[x.l]]\n[x.l.o]\n[[x.l]]\n[x.l.o]\n[x.m]\n[x.m]\n")
    assert len(text.data["x"]["l"]) == 2
    assert [f.line for f in text.problems] == [6]


def test_the_span_index_needs_nothing_but_the_standard_library() -> None:
    code = "import sys, aiplan.store.scan, aiplan.store.syntax, aiplan.store.locate, aiplan.store.text\n"
    heavy = "{'pydantic', 'tomlkit', 'networkx', 'numpy', 'rich', 'textual'}"
    code += f"print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_tables_of_other_tools_begin_with_a_key_and_lose_nothing(newline: str) -> None:
    before = MINIMAL_X.replace("\n", newline)
    text = PlanText.from_text(before)
    one = text.apply(SetField(("x", "foo"), 3))
    assert one.text == before + newline + f"[x]{newline}foo = 3{newline}"
    two = one.apply(SetField(("x", "jira", "board"), "AI")).apply(SetField(("x", "list"), [1, 2]))
    assert two.data["x"] == {"foo": 3, "jira": {"board": "AI"}, "list": [1, 2]}
    assert two.text.startswith(before)
    back = two.apply(RemoveField(("x", "list"))).apply(RemoveField(("x", "jira", "board")))
    assert back.apply(RemoveField(("x", "foo"))).data["x"] == {"jira": {}}


MINIMAL_X = """\
# A comment above.
format = 1

[project]
name = "A"   # beside
start = 2026-01-05
"""
