"""The review view: what has changed since another version, one edit taken back, the trend from git."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.core.compare import Change, compare, edits_of, reverse
from aiplan.core.edits import apply_edit
from aiplan.session import Session
from aiplan.store.text import PlanText
from aiplan.tui import i18n
from aiplan.tui.actions import ACTIONS
from aiplan.tui.app import PlanApp
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.review.found import Review, Setting, find_review
from aiplan.tui.review.page import review_lines
from aiplan.tui.review.past import CancelledError, Past, find_past
from aiplan.tui.review.repository import revisions
from aiplan.tui.review.take_back import without
from aiplan.tui.review.trend_page import trend_lines
from aiplan.tui.state import AppState, Since
from aiplan.tui.widgets.review_view import ReviewView
from helpers.repository import GitFolder
from helpers.screens import SAMPLE, SMALL, TODAY, drive, screen_lines, screen_text, until
from helpers.walks import walk

"""Keys a walk."""
WIDTHS = [58, 59, 60, 72, 79, 80, 97, 118, 150, 198]
LONGER = ('duration = "5d"   # one attempt', 'duration = "8d"   # one attempt')


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


@pytest.fixture
def folder(tmp_path: Path) -> GitFolder:
    """A repository with the small plan committed twice."""
    made = GitFolder(tmp_path / "repo").start(install=False)
    made.write(SMALL, "The plan")
    made.edit('title = "Docs"', 'title = "Docs 文档"', "Title\n\nPlan-Reason: said so")
    return made


def review_of(path: Path, since: Since | None = None) -> tuple[AppState, Review]:
    session = Session.open(path, today=TODAY)
    desk = Desk(session)
    desk.compare_since(since or Since())
    desk.view("review")
    found = find_review(
        desk.state.document, desk.state.since, Setting(TODAY, None), saved=session.saved.to_bytes()
    )  # fmt: skip
    desk.reviewed(found)
    return desk.state, found


def text_of(state: AppState, width: int = 118) -> str:
    return "\n".join(line.content.plain for line in review_lines(state, width, UNICODE))


# ------------------------------------------------------------ values


@pytest.mark.parametrize("old", ["title", "duration", "docs", "name"])
def test_a_change_and_its_reverse_lead_back(old: str) -> None:
    before = PlanText.from_text(SMALL).data
    after = {
        "title": SMALL.replace('title = "Data"', 'title = "Date"'),
        "duration": SMALL.replace('duration = "3d"\n', ""),
        "docs": SMALL.split("[tasks.docs]", maxsplit=1)[0],
        "name": SMALL.replace("tasks.data", "tasks.dates").replace('["data"]', '["dates"]'),
    }[old]
    changes = compare(before, PlanText.from_text(after).data)
    assert changes
    data = PlanText.from_text(after).data
    for change in reversed(changes):
        for edit in edits_of(reverse(change)):
            data = apply_edit(data, edit)
    assert not compare(before, data)


def test_an_edit_taken_back_leaves_not_one_other_byte(tmp_path: Path) -> None:
    now = SMALL.replace(*LONGER).replace('title = "Data"', 'title = "Data 数据"')
    gone = now.replace("# The model takes longest.\n", "").replace('duration = "2d"\n', "")
    text = PlanText.from_text(gone)
    for change in compare(PlanText.from_text(SMALL).data, text.data):
        left = compare(PlanText.from_text(SMALL).data, without(text, SMALL.encode(), change).data)
        assert change not in left
        assert len(left) == 2
    only = PlanText.from_text(SMALL.replace(*LONGER))
    (change,) = compare(PlanText.from_text(SMALL).data, only.data)
    assert without(only, SMALL.encode(), change).text == SMALL


def test_a_deleted_item_comes_back_with_its_comments() -> None:
    start, end = SMALL.index("# The model"), SMALL.index("[tasks.data]")
    text = PlanText.from_text(SMALL[:start] + SMALL[end:])
    (change,) = compare(PlanText.from_text(SMALL).data, text.data)
    assert change.kind == "removed"
    assert without(text, SMALL.encode(), change).text == SMALL


def test_what_was_added_goes_with_everything_that_names_it() -> None:
    added = SMALL.replace('depends_on = ["data"]', 'depends_on = ["data", "more"]')
    added += '\n[tasks.more]\ntitle = "More"\nduration = "1d"\n'
    text = PlanText.from_text(added)
    change = next(c for c in compare(PlanText.from_text(SMALL).data, text.data) if c.kind == "added")
    assert not compare(PlanText.from_text(SMALL).data, without(text, SMALL.encode(), change).data)


def test_the_earlier_words_do_not_return_over_a_newer_edit_of_the_same_table(folder: GitFolder) -> None:
    base = folder.text
    folder.edit(*LONGER)
    folder.edit('title = "Model 模型"', 'title = "Modell"')
    text = PlanText.from_text(folder.text)
    change = next(c for c in compare(PlanText.from_text(base).data, text.data) if c.path[-1] == "duration")
    assert without(text, base.encode(), change).text == base.replace("Model 模型", "Modell")


# ------------------------------------------------------------ pages


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("language")
def test_no_line_is_wider_than_the_view(sample_review: AppState, width: int, glyphs: Glyphs) -> None:
    lines = review_lines(sample_review, width, glyphs)
    lines += trend_lines(sample_review, "launched", width, 30, glyphs)
    assert max(line.content.cell_length for line in lines) <= width
    for line in lines:
        assert all(0 <= t.start < t.end <= max(1, line.content.cell_length) for t in line.targets)
        if glyphs.ascii:
            assert not set(line.content.plain) & set("▒█▓░─│└▸…◆●→·–")


@pytest.fixture(scope="module")
def sample_review(tmp_path_factory: pytest.TempPathFactory) -> AppState:
    """The sample with a longer experiment, a task less and a deadline moved, and its history."""
    made = GitFolder(tmp_path_factory.mktemp("sample") / "repo").start(install=False)
    text = SAMPLE.read_text(encoding="utf-8")
    made.write(text, "The plan")
    made.edit('duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }', 'duration = "12d"', "Longer")
    made.edit('duration = "12d"', 'duration = "30d"')
    start = made.text.index("[tasks.garden-diary]")
    made.write(made.text[:start] + made.text[made.text.index("[experiments.offline-model]") :])
    made.edit("deadline = 2026-06-30", "deadline = 2026-07-10")
    desk = Desk(Session.open(made.file, today=TODAY))
    desk.view("review")
    state = desk.state
    desk.reviewed(find_review(state.document, Since(), Setting(TODAY, None), saved=made.text.encode()))
    desk.remember(find_past(made.file, lambda _share: True))
    return desk.state


def test_the_verdict_comes_first_then_edits_consequences_and_what_turned(sample_review: AppState) -> None:
    text = text_of(sample_review)
    lines = text.splitlines()
    assert "Changed since HEAD" in lines[0]
    assert "not committed" in lines[0]
    assert "branch main" in lines[0]
    assert lines[1].startswith("finish ")
    assert "working days)" in lines[1]
    order = ["3 edits", "Milestones that move", "Other work that moves", "Critical path", "Goals, deadlines"]
    assert [text.index(title) for title in order] == sorted(text.index(title) for title in order)
    assert "experiments.cnn-v1.duration  12d → 30d" in text
    assert "- tasks.garden-diary  removed: Garden diary" in text
    assert "experiments.cnn-v1.duration +" in text


def test_every_edit_is_a_target_at_its_field(sample_review: AppState) -> None:
    review = sample_review.review
    assert review is not None
    assert review.diff is not None
    targets = [t for line in review_lines(sample_review, 118, UNICODE) for t in line.targets if "@" in t.key]
    assert [t.key.rpartition("@")[2] for t in targets] == [str(n) for n in range(len(review.diff.changes))]
    assert (("experiments", "cnn-v1"), "duration") in [(t.address, t.key.rpartition("@")[0]) for t in targets]


def test_the_trend_has_its_chart_the_reason_and_every_milestone(tmp_path: Path) -> None:
    made = GitFolder(tmp_path / "repo").start(install=False)
    made.write(SMALL, "The plan")
    made.git("commit", "-q", "--allow-empty", "-m", "nothing")
    made.edit(*LONGER)
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "Longer", "-m", "Plan-Reason: the vendor left", "--date", "2026-03-09T10:00")
    desk = Desk(Session.open(made.file, today=TODAY))
    desk.remember(find_past(made.file, lambda _share: True))
    past = desk.state.past
    assert past is not None
    assert past.history is not None
    text = "\n".join(line.content.plain for line in trend_lines(desk.state, "ready", 98, 30, UNICODE))
    assert "Ready 就绪" in text
    if len(past.history.versions) > 1:
        assert "reason: the vendor left" in text
        assert "experiments.model.duration +3" in text


def test_reading_the_history_can_be_stopped(folder: GitFolder) -> None:
    with pytest.raises(CancelledError):
        find_past(folder.file, lambda _share: False)


# ------------------------------------------------------------ git


def test_without_git_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "aiplan.toml"
    path.write_text(SMALL, encoding="utf-8")
    state, review = review_of(path)
    assert review.git is None
    assert "git init, git add aiplan.toml, git commit" in " ".join(text_of(state).split())
    assert "git init" in find_past(path, lambda _share: True).trouble
    saved, _review = review_of(path, Since("save"))
    assert "no semantic change" in text_of(saved)


def test_before_the_first_commit_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    made = GitFolder(tmp_path / "repo").start(install=False)
    made.write(SMALL)
    state, review = review_of(made.file)
    assert review.git is not None
    assert review.git.unborn
    assert "aiplan.toml is not committed yet: git add aiplan.toml, git commit" in " ".join(text_of(state).split())
    assert "git add aiplan.toml" in find_past(made.file, lambda _share: True).trouble
    made.plan = "other.txt"
    made.write("x", "another file")
    state, review = review_of(tmp_path / "repo" / "aiplan.toml")
    assert review.git is not None
    assert review.git.file == "new"
    assert "is not committed yet" in " ".join(text_of(state).split())


@pytest.mark.parametrize(
    ("words", "state"),
    [((), "changed"), (("add", "aiplan.toml"), "staged"), (("commit", "-qam", "x"), "committed")],
)
def test_the_heading_says_how_the_file_stands(folder: GitFolder, words: tuple[str, ...], state: str) -> None:
    folder.edit(*LONGER)
    if words:
        folder.git(*words)
    _state, review = review_of(folder.file)
    assert review.git is not None
    assert (review.git.branch, review.git.file) == ("main", state)


def test_a_detached_head_has_no_branch(folder: GitFolder) -> None:
    folder.git("checkout", "-q", "--detach")
    state, _review = review_of(folder.file)
    assert "no branch" in text_of(state)


def test_another_revision_is_compared_through_a_rename(folder: GitFolder) -> None:
    first = folder.git("rev-parse", "HEAD~1").strip()
    folder.git("mv", "aiplan.toml", "renamed.plan.toml")
    folder.git("commit", "-qm", "Rename")
    state, review = review_of(folder.top / "renamed.plan.toml", Since("revision", first))
    assert review.diff is not None
    assert "tasks.docs.title  Docs → Docs 文档" in text_of(state)


def test_a_revision_that_is_none_is_said(folder: GitFolder) -> None:
    state, review = review_of(folder.file, Since("revision", "nosuch"))
    assert "there is no revision nosuch" in review.trouble
    assert "there is no revision nosuch" in text_of(state)


def test_revisions_to_choose_from_are_branches_tags_and_commits(folder: GitFolder) -> None:
    folder.git("tag", "v1", "HEAD~1")
    found = {named.name: named.title for named in revisions(folder.file)}
    assert {"main", "v1"} <= found.keys()
    short = folder.git("rev-parse", "HEAD").strip()[:9]
    assert found[short].endswith(": Title")


def test_the_baseline_is_the_version_that_froze_it_else_its_dates(folder: GitFolder) -> None:
    _state, review = review_of(folder.file, Since("baseline"))
    assert "no baseline yet" in review.trouble
    folder.write(folder.text + "\n[baselines.kickoff]\ntaken = 2026-03-02\nfinish.ready = 2026-03-11\n")
    folder.edit(*LONGER)
    state, review = review_of(folder.file, Since("baseline"))
    assert review.diff is None
    assert [(m.id, m.days) for m in review.moved] == [("ready", 3)]
    assert "1 activity moves" in text_of(state)
    folder.edit(LONGER[1], LONGER[0], "Freeze")
    folder.edit(*LONGER)
    state, review = review_of(folder.file, Since("baseline"))
    assert review.diff is not None
    assert "baseline kickoff" in text_of(state)
    assert "experiments.model.duration  5d → 8d" in text_of(state)


# ------------------------------------------------------------ the view


def view_of(app: PlanApp) -> ReviewView:
    return app.main.query_one(ReviewView)


def test_one_edit_is_taken_back_as_one_step(folder: GitFolder) -> None:
    committed = folder.text
    folder.edit(*LONGER)
    folder.edit('title = "Data"', 'title = "Data 数据"')
    before = folder.text

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "2 edits" in screen_text(app), seconds=20)
        await pilot.press("g")
        await until(pilot, lambda: view_of(app).change is not None)
        change = view_of(app).change
        assert isinstance(change, Change)
        assert change.address == "experiments.model.duration"
        await pilot.press("b")
        await until(pilot, lambda: "1 edit " in screen_text(app), seconds=20)
        assert app.desk.session.text.text == before.replace(LONGER[1], LONGER[0])
        await pilot.press("b")
        await until(pilot, lambda: "no semantic change" in screen_text(app), seconds=20)
        assert app.desk.session.text.text == committed
        await pilot.press("b")
        await until(pilot, lambda: "stands on no edit" in screen_text(app))
        await pilot.press("u", "u")
        await until(pilot, lambda: "2 edits" in screen_text(app), seconds=20)
        assert app.desk.session.text.text == before
        assert {cell_len(line) for line in screen_lines(app)} == {120}

    drive(folder.file, steps)


def test_keys_compare_with_save_baseline_and_a_revision(folder: GitFolder) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "Changed since HEAD" in screen_text(app), seconds=20)
        await pilot.press("c")
        await until(pilot, lambda: "since the last save" in screen_text(app), seconds=20)
        await pilot.press("c")
        await until(pilot, lambda: "no baseline yet" in screen_text(app), seconds=20)
        await pilot.press("C")
        await until(pilot, lambda: len(app.screen_stack) == 2, seconds=20)
        await until(pilot, lambda: "The plan" in screen_text(app), seconds=20)
        await pilot.press(*"HEAD", "~", "1", "enter")
        await until(pilot, lambda: "Changed since HEAD~1" in screen_text(app), seconds=20)
        await until(pilot, lambda: "tasks.docs.title" in screen_text(app), seconds=20)
        await pilot.press("g", "enter")
        await until(pilot, lambda: app.main.form_open)
        assert app.desk.state.item == ("tasks", "docs")

    drive(folder.file, steps)


def test_the_trend_follows_the_selected_milestone_and_the_copy_is_markdown(
    folder: GitFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder.edit(*LONGER)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "1 edit " in screen_text(app), seconds=20)
        await pilot.press("Y")
        await until(pilot, lambda: "copied as Markdown" in screen_text(app))
        await pilot.press("t")
        await until(pilot, lambda: "Milestone  " in screen_text(app) and "Ready 就绪" in screen_text(app), seconds=20)
        assert view_of(app).showing_trend
        await pilot.press("c")
        await until(pilot, lambda: "since the last save" in screen_text(app), seconds=20)

    drive(folder.file, steps)
    written = (tmp_path / "cache" / "aiplan" / "review.md").read_text(encoding="utf-8")
    assert written.startswith("<!-- aiplan:diff -->")
    assert "`experiments.model.duration`" in written


def test_a_deleted_item_can_be_brought_back_from_the_list(folder: GitFolder) -> None:
    committed = folder.text
    folder.write(committed[: committed.index("[tasks.docs]")])

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "- tasks.docs" in screen_text(app), seconds=20)
        await pilot.press("g", "enter", "o")
        assert app.desk.state.item != ("tasks", "docs")
        await pilot.press("b")
        await until(pilot, lambda: "docs" in app.desk.session.plan.tasks)
        assert app.desk.session.text.text == committed

    drive(folder.file, steps)


def test_a_trouble_of_git_is_a_sentence(folder: GitFolder) -> None:
    (folder.top / ".git" / "HEAD").write_bytes(b"nonsense")
    state, review = review_of(folder.file)
    assert review.trouble
    assert review.diff is None
    assert text_of(state)
    assert isinstance(find_past(folder.file, lambda _share: True), Past)


def test_reading_the_history_is_stopped_by_a_key_and_begun_again_by_another(
    folder: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def slow(_path: Path, go_on: Callable[[float], bool]) -> Past:
        while go_on(0.25):
            asked.append(time.monotonic())
            time.sleep(0.01)
        raise CancelledError

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("aiplan.tui.review.past.find_past", slow)
            await pilot.press("v", "t")
            await until(pilot, lambda: "reading 25%, esc stops" in screen_text(app), seconds=20)
            await pilot.press("down")
            await pilot.press("escape")
            await until(pilot, lambda: "Reading was stopped" in screen_text(app))
            await app.workers.wait_for_complete()
            assert asked
        await pilot.press("z")
        await until(pilot, lambda: "Ready 就绪" in screen_text(app), seconds=20)

    drive(folder.file, steps)


def test_the_list_of_milestones_stays_where_it_is_while_one_goes_through_it(sample_review: AppState) -> None:
    milestones = list(sample_review.document.plan.milestones)
    places = set()
    for key in milestones:
        lines = trend_lines(sample_review, key, 98, 30, UNICODE)
        places.add(next(n for n, line in enumerate(lines) if line.targets))
    assert len(places) == 1


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 36)), (2, (80, 24)), (3, (60, 16))])
def test_random_keys_in_a_repository_never_raise_and_undo_leads_back(
    folder: GitFolder, seed: int, size: tuple[int, int]
) -> None:
    folder.edit(*LONGER)
    folder.edit('title = "Data"', 'title = "Data 数据"')
    folder.write(folder.text[: folder.text.index("[tasks.docs]")])
    here = [key for action in ACTIONS if action.scope in ("review", "lines") for key in action.keys.split(",") if key]
    keys = [*here, "b", "b", "v", "u", "ctrl+r", "V", "J", "x"]
    walk(folder.file, view="review", seed=f"repository {seed}", count=150, size=size, keys=keys)
