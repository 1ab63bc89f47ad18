"""Changes by others merged with what is here, and merge conflicts settled one by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import TextArea

from aiplan.session import Reread, Session
from aiplan.store.joining import both
from aiplan.store.merging import merge as merging_module
from aiplan.store.merging.merge import Merged
from aiplan.store.settling import disputes
from aiplan.store.text import PlanText
from aiplan.tui import i18n
from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.resolving import Resolving, Taken, conflict_row, side_lines
from aiplan.tui.screens.resolve import ResolveScreen
from helpers.repository import GitFolder
from helpers.screens import SMALL, TODAY, drive, screen_lines, screen_text, select, small_plan, until
from helpers.walks import told

"""Keys a walk."""
WIDTHS = [58, 59, 60, 72, 79, 80, 97, 118, 150, 198]
MINE = SMALL.replace('title = "Model 模型"', 'title = "Mine"').replace('duration = "3d"', 'duration = "4d"')
THEIRS = SMALL.replace('title = "Model 模型"', 'title = "Theirs"').replace('title = "Docs"', 'title = "Docs 文档"')


def conflict(current: str, incoming: str, base: str | None = None) -> str:
    middle = "" if base is None else f"||||||| base\n{base}"
    return f"<<<<<<< HEAD\n{current}{middle}=======\n{incoming}>>>>>>> other\n"


MODEL = 'title = "Model 模型"\n'
BOTH = SMALL.replace(MODEL, conflict('title = "Mine"\n', 'title = "Theirs"\n', MODEL)).replace(
    'depends_on = ["ready"]\n', conflict('depends_on = ["ready", "model"]\n', 'depends_on = ["ready", "data"]\n')
)
"""Two conflicts: a title, and a list of which both sides can be kept."""


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


# ------------------------------------------------------------ both sides


@pytest.mark.parametrize(
    ("current", "incoming", "kept"),
    [
        ('x = ["a", "b"]\n', 'x = ["a", "c"]\n', 'x = ["a", "b", "c"]\n'),
        ('depends_on = ["a"]\n', 'depends_on = ["b"]\n', 'depends_on = [\n  "a",\n  "b",\n]\n'),
        ('depends_on = ["a"] # why\n', 'depends_on = ["a"]\n', 'depends_on = ["a"] # why\n'),
        ('  "a",\n', '  "b",\n', '  "a",\n  "b",\n'),
        ('  "a"\n', '  "b"\n', '  "a",\n  "b"\n'),
        ('  "a",\n  "b",\n', '  "b",\n  "c",\n', '  "a",\n  "b",\n  "c",\n'),
        ('owner = "ann"\n', 'team = "app"\n', 'owner = "ann"\nteam = "app"\n'),
        ("[tasks.a]\n", "[tasks.b]\n", "[tasks.a]\n[tasks.b]\n"),
        ('title = "a"\n', 'title = "b"\n', None),
        ("[tasks.a]\n", '[tasks.a]\ntitle = "x"\n', None),
        ("", 'title = "b"\n', None),
        ('duration = "5d"\n', "", None),
    ],
)
def test_both_sides_are_kept_where_they_can_be(current: str, incoming: str, kept: str | None) -> None:
    (dispute,) = disputes(conflict(current, incoming))
    assert both(dispute) == kept


# ------------------------------------------------------------ settling


def test_conflicts_are_settled_in_any_order_and_steps_are_undone() -> None:
    now = Resolving.of(BOTH)
    assert [d.addresses for d in now.found] == [("experiments.model.title",), ("tasks.docs.depends_on",)]
    assert now.left == 2
    assert now.next_open(0) == 1
    united = now.offered(1, "both")
    assert united is not None
    one = now.take(1, united)
    assert (one.left, one.next_open(1)) == (1, 0)
    incoming = one.offered(0, "incoming")
    assert incoming is not None
    done = one.take(0, incoming)
    text = done.settled()
    assert text == SMALL.replace("Model 模型", "Theirs").replace(
        'depends_on = ["ready"]', 'depends_on = [\n  "ready",\n  "model",\n  "data",\n]'
    )
    assert done.undo() == one
    assert done.undo().undo() == now
    assert now.undo() == now
    assert now.take_rest("current").settled() == SMALL.replace("Model 模型", "Mine").replace(
        '["ready"]', '["ready", "model"]'
    )


def test_what_is_written_by_hand_has_to_read_as_toml() -> None:
    now = Resolving.of(BOTH)
    assert now.trouble(0, 'title = "x') != ""
    assert now.trouble(0, 'title = "x"') == ""
    assert now.trouble(0, "") == ""
    left = now.take_rest("current").take(0, Taken("edited", ""))
    assert MODEL not in left.settled()
    PlanText.from_text(left.settled())


def test_line_ends_of_the_file_are_kept() -> None:
    now = Resolving.of(BOTH.replace("\n", "\r\n"))
    united = now.offered(1, "both")
    assert united is not None
    text = now.take(1, united).take_rest("current").settled()
    assert text.count("\n") == text.count("\r\n")
    written = now.take(1, Taken("edited", "x = 1\ny = 2")).take_rest("current").settled()
    assert "x = 1\r\ny = 2\r\n" in written
    assert written.count("\n") == written.count("\r\n")


def test_the_base_is_what_git_wrote_down_else_what_the_ancestor_says() -> None:
    assert Resolving.of(BOTH).base_said(0) == MODEL
    assert Resolving.of(BOTH).base_said(1) is None
    assert Resolving.of(BOTH, SMALL).base_said(1) == 'depends_on = ["ready"]\n'


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("language")
def test_no_line_is_wider_than_the_screen(width: int, glyphs: Glyphs) -> None:
    long = BOTH.replace('title = "Mine"', f'title = "{"识别 " * 60}"')
    now = Resolving.of(long, SMALL)
    united = now.offered(1, "both")
    assert united is not None
    for one in (now, now.take_rest("incoming"), now.take(1, united)):
        for number in range(2):
            lines = side_lines(one, number, width, glyphs)
            assert max(line.content.cell_length for line in lines) <= width
            assert conflict_row(one, number, width, glyphs).cell_length <= width


# ------------------------------------------------------------ a file with conflicts


def screen_of(app: PlanApp) -> ResolveScreen:
    assert isinstance(app.screen, ResolveScreen)
    return app.screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_file_with_conflicts_is_settled_saved_and_opened(tmp_path: Path, size: tuple[int, int]) -> None:
    path = small_plan(tmp_path, BOTH)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "J Resolve" in screen_text(app))
        await pilot.press("e")
        await until(pilot, lambda: "can be read, not changed" in screen_text(app))
        await pilot.press("J")
        await until(pilot, lambda: "0 of 2 settled" in screen_text(app), seconds=20)
        await until(pilot, lambda: "current (HEAD)" in screen_text(app))
        assert {cell_len(line) for line in screen_lines(app)} == {size[0]}
        await pilot.press("s")
        await until(pilot, lambda: "2 still to settle" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "exclude each other" in screen_text(app))
        await pilot.press("i")
        await until(pilot, lambda: "1 of 2 settled" in screen_text(app))
        assert screen_of(app).here == 1
        await pilot.press("escape")
        await until(pilot, lambda: "1 conflict left" in screen_text(app))
        assert path.read_text(encoding="utf-8") == BOTH
        await pilot.press("J")
        await until(pilot, lambda: "1 of 2 settled" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "all settled" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: "1 of 2 settled" in screen_text(app))
        await pilot.press("b", "s")
        await until(pilot, lambda: not app.desk.session.read_only)
        assert app.desk.state.notice is None
        select(app, "data")
        await pilot.press("x")
        await until(pilot, lambda: "data" not in app.desk.session.plan.tasks)
        await pilot.press("u", "u")
        await until(pilot, lambda: "nothing to undo" in screen_text(app))

    drive(path, steps, size=size)
    assert path.read_text(encoding="utf-8") == SMALL.replace("Model 模型", "Theirs").replace(
        'depends_on = ["ready"]', 'depends_on = [\n  "ready",\n  "model",\n  "data",\n]'
    )


def test_a_side_is_written_by_hand(tmp_path: Path) -> None:
    path = small_plan(tmp_path, BOTH)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("J")
        await until(pilot, lambda: "0 of 2 settled" in screen_text(app), seconds=20)
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(TextArea))
        area = app.screen.query_one(TextArea)
        assert area.text == 'title = "Mine"\n'
        area.text = 'title = "Ours'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "would not be TOML" in " ".join(screen_text(app).split()))
        area.text = 'title = "Ours"'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "1 of 2 settled" in screen_text(app))
        await pilot.press("C", "ctrl+s")
        await until(pilot, lambda: not app.desk.session.read_only)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == SMALL.replace("Model 模型", "Ours").replace(
        '["ready"]', '["ready", "model"]'
    )


def test_a_file_changed_while_it_was_settled_is_not_written_over(tmp_path: Path) -> None:
    path = small_plan(tmp_path, BOTH)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("J")
        await until(pilot, lambda: "0 of 2 settled" in screen_text(app), seconds=20)
        path.write_text(SMALL, encoding="utf-8")
        await until(pilot, lambda: not app.desk.session.read_only)
        await pilot.press("C", "s")
        await until(pilot, lambda: "changed meanwhile" in screen_text(app))

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == SMALL


def test_the_base_of_a_real_merge_comes_from_git(tmp_path: Path) -> None:
    made = GitFolder(tmp_path / "repo").start()
    made.write(SMALL, "base")
    made.git("checkout", "-q", "-b", "other")
    made.write(THEIRS, "theirs")
    made.git("checkout", "-q", "main")
    made.write(MINE, "mine")
    assert made.try_git("merge", "other").code == 1

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("J")
        await until(pilot, lambda: "Model 模型" in screen_text(app) and "0 of 1" in screen_text(app), seconds=20)
        await pilot.press("c", "s")
        await until(pilot, lambda: not app.desk.session.read_only)

    drive(made.file, steps)
    assert made.text == MINE.replace('title = "Docs"', 'title = "Docs 文档"')


# ------------------------------------------------------------ changes by others


def put(path: Path, text: str) -> None:
    """Write a file as others do."""
    path.write_text(text, encoding="utf-8")


async def changed_here(app: PlanApp, pilot: Pilot[int], path: Path, theirs: str) -> None:
    """Make the change of `MINE` to the length of data, then let others write the file."""
    text = app.desk.session.text.text.replace('duration = "3d"', 'duration = "4d"')
    app.desk.replace_text(PlanText.from_text(text), label="mine")
    app.publish()
    put(path, theirs)
    await until(pilot, lambda: "K Keep mine" in screen_text(app))


def test_changes_of_both_are_merged_and_nothing_is_lost(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await changed_here(app, pilot, path, THEIRS)
        await pilot.press("V")
        await until(pilot, lambda: "What others wrote" in screen_text(app), seconds=20)
        await until(pilot, lambda: "tasks.docs.title  Docs → Docs 文档" in screen_text(app), seconds=20)
        await pilot.press("b")
        await until(pilot, lambda: "this is what others wrote" in screen_text(app))
        await pilot.press("J")
        await until(pilot, lambda: app.desk.state.notice is None)
        assert app.desk.session.text.text == THEIRS.replace('duration = "3d"', 'duration = "4d"')
        assert app.desk.state.since.kind == "head"
        assert app.desk.state.document.dirty
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == THEIRS.replace('duration = "3d"', 'duration = "4d"')


def test_edits_that_exclude_each_other_lead_to_the_resolve_screen(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    theirs = THEIRS.replace('duration = "3d"', 'duration = "9d"')

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await changed_here(app, pilot, path, theirs)
        await pilot.press("J")
        await until(pilot, lambda: "current (yours)" in screen_text(app))
        await until(pilot, lambda: "incoming (theirs)" in screen_text(app) and "0 of 1" in screen_text(app))
        assert 'duration = "3d"' in screen_text(app), "the base"
        await pilot.press("c", "s")
        await until(pilot, lambda: app.desk.state.notice is None)
        assert app.desk.session.text.text == THEIRS.replace('duration = "3d"', 'duration = "4d"')
        assert path.read_text(encoding="utf-8") == theirs, "written when it is saved"
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == THEIRS.replace('duration = "3d"', 'duration = "4d"')


def test_a_file_that_cannot_be_merged_changes_nothing(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await changed_here(app, pilot, path, "this is no plan")
        await pilot.press("J")
        await until(pilot, lambda: "cannot be merged" in " ".join(screen_text(app).split()))
        assert app.desk.session.text.text == SMALL.replace('duration = "3d"', 'duration = "4d"')
        await pilot.press("V")
        await until(pilot, lambda: "not TOML" in " ".join(screen_text(app).split()), seconds=20)
        await pilot.press("K", "s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == SMALL.replace('duration = "3d"', 'duration = "4d"')


def test_keeping_mine_means_the_change_that_was_seen_and_no_later_one(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await changed_here(app, pilot, path, THEIRS)
        await pilot.press("K")
        await until(pilot, lambda: app.desk.state.notice is None)
        path.write_text(THEIRS.replace("Docs 文档", "Papers"), encoding="utf-8")
        await until(pilot, lambda: app.desk.state.notice == "outside_change")
        await pilot.press("K", "s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == SMALL.replace('duration = "3d"', 'duration = "4d"')


def test_saving_over_a_change_that_was_not_seen_yet_is_refused(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.look_outside = lambda: None  # type: ignore[method-assign]
        select(app, "docs")
        await pilot.press("x")
        path.write_text(THEIRS, encoding="utf-8")
        await pilot.press("s")
        await until(pilot, lambda: "K Keep mine" in screen_text(app))
        assert path.read_text(encoding="utf-8") == THEIRS

    drive(path, steps)


# ------------------------------------------------------------ after a crash


def test_the_recovery_offer_says_what_it_contains_and_waits(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    session = Session.open(path, today=TODAY)
    session.replace_text(PlanText.from_text(MINE))
    session.write_recovery()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Unsaved work was found" in screen_text(app), seconds=20)
        await until(pilot, lambda: "│ tasks.data.duration  3d -> 4d   " in screen_text(app))
        assert "finish 13 Mar -> 16 Mar (+1" in screen_text(app)
        assert "changed since" not in screen_text(app)
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=20)
        await pilot.pause(0.6)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.text.text == MINE)

    drive(path, steps)


def test_a_recovery_put_off_is_offered_again_and_says_that_the_file_moved_on(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    session = Session.open(path, today=TODAY)
    session.replace_text(PlanText.from_text(MINE))
    session.write_recovery()
    path.write_text(THEIRS, encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Unsaved work was found" in screen_text(app), seconds=20)
        await until(pilot, lambda: "changed since" in screen_text(app))
        await pilot.press("escape")
        await pilot.pause(0.6)

    drive(path, steps)
    assert Session.recovery_for(path) is not None


# ------------------------------------------------------------ at random


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 36)), (2, (80, 24)), (3, (60, 16))])
def test_random_keys_never_raise_and_write_only_what_is_settled(
    tmp_path: Path, seed: int, size: tuple[int, int]
) -> None:
    path = small_plan(tmp_path, BOTH)
    random, pressed = Random(seed), list[str]()
    keys = ["c", "i", "b", "e", "C", "I", "u", "n", "space", "down", "up", "enter", "pagedown", "pageup", "escape",
            "ctrl+s", "J", "x", "tab", "v", "t", "z"]  # fmt: skip

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        for step in range(150):
            pressed.append(random.choice(keys))
            await pilot.press(pressed[-1])
            if step % 10 == 0:
                assert {cell_len(line) for line in screen_lines(app)} == {size[0]}
        assert app.is_running

    with told(seed, pressed):
        drive(path, steps, size=size)
    text = path.read_text(encoding="utf-8")
    assert text == BOTH or not PlanText.from_text(text).read_only


def test_what_is_changed_here_while_a_worker_merges_is_merged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_plan(tmp_path)
    merging, go_on = threading.Event(), threading.Event()
    merge, threads = merging_module.merge_plans, []

    def held(*sides: bytes) -> tuple[bytes, Merged]:
        threads.append(threading.current_thread())
        merging.set()
        assert go_on.wait(20)
        return merge(*sides)

    monkeypatch.setattr(merging_module, "merge_plans", held)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await changed_here(app, pilot, path, THEIRS)
        await pilot.press("J")
        await until(pilot, merging.is_set)
        text = app.desk.session.text.text.replace('duration = "2d"', 'duration = "6d"')
        app.desk.replace_text(PlanText.from_text(text), label="meanwhile")
        app.publish()
        await pilot.pause()
        assert app.desk.state.notice == "outside_change", "nothing waits for the merge"
        go_on.set()
        await until(pilot, lambda: app.desk.state.notice is None)
        assert app.desk.session.text.text == THEIRS.replace('"3d"', '"4d"').replace('"2d"', '"6d"')
        assert threading.main_thread() not in threads
        assert len(threads) == 2, "merged anew with what was changed meanwhile"
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == THEIRS.replace('"3d"', '"4d"').replace('"2d"', '"6d"')


def test_what_is_changed_here_while_the_file_is_read_again_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_plan(tmp_path)
    reading, go_on = threading.Event(), threading.Event()
    read_again = Session.read_again

    def held(self: Session) -> Reread:
        reading.set()
        assert go_on.wait(20)
        return read_again(self)

    monkeypatch.setattr(Session, "read_again", held)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        put(path, THEIRS)
        await until(pilot, reading.is_set)
        app.desk.replace_text(PlanText.from_text(SMALL.replace('"3d"', '"4d"')), label="mine")
        app.publish()
        go_on.set()
        await until(pilot, lambda: "K Keep mine" in screen_text(app))
        assert '"4d"' in app.desk.session.text.text
        await pilot.press("J")
        await until(pilot, lambda: app.desk.state.notice is None)
        assert app.desk.session.text.text == THEIRS.replace('"3d"', '"4d"')

    drive(path, steps)
