"""Real git operations on plans: whatever is done, no change of either side is gone without a marker.

Every side writes words of its own; after each operation the words of both stand in the file, merged or between
conflict markers.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from helpers.merges import (
    CURRENT_WORD,
    INCOMING_WORD,
    MARKERS,
    NEIGHBOURS,
    PLAN,
    SAME_KEY,
    both_said,
    branch,
    in_conflict,
)
from helpers.repository import GitFolder, path_without_aiplan
from helpers.tools import require_tool


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    require_tool("git")
    folder = GitFolder(tmp_path / "repo").start()
    folder.write(PLAN, "base")
    return folder


def clean(repo: GitFolder) -> dict[str, object]:
    """Check that nothing is left to settle; return the plan."""
    assert repo.unmerged() == ""
    assert not MARKERS.search(repo.text)
    return tomllib.loads(repo.text.removeprefix("\ufeff"))


def test_merge_of_two_keys_of_one_table(repo: GitFolder) -> None:
    branch(repo, "topic", NEIGHBOURS[1])
    repo.edit(*NEIGHBOURS[0], "ours")
    repo.git("merge", "-q", "topic")
    both_said(repo)
    clean(repo)
    assert "# Sets the pace." in repo.text


def test_merge_of_the_same_key_is_a_conflict_of_that_key(repo: GitFolder) -> None:
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    done = repo.try_git("merge", "topic")
    assert done.code == 1
    assert "both sides changed tasks.collect.title" in done.err
    in_conflict(repo)
    both_said(repo)
    conflict = f"<<<<<<< current\n{SAME_KEY[0][1]}\n=======\n{SAME_KEY[1][1]}\n>>>>>>> incoming\nmilestone"
    assert conflict in repo.text


def test_rebase_of_several_commits(repo: GitFolder) -> None:
    branch(repo, "topic", NEIGHBOURS[1], ('duration = "3d"', 'duration = "4d"'), ('"8d"', '"9d"'))
    repo.edit(*NEIGHBOURS[0], "ours")
    repo.git("checkout", "-q", "topic")
    repo.git("rebase", "-q", "main")
    both_said(repo)
    plan = clean(repo)
    assert 'duration = "4d"' in repo.text
    assert 'duration = "9d"' in repo.text
    assert plan["format"] == 1


def test_rebase_that_stops_goes_on_after_it_is_settled(repo: GitFolder) -> None:
    branch(repo, "topic", SAME_KEY[1], ('duration = "3d"', 'duration = "4d"'))
    repo.edit(*SAME_KEY[0], "ours")
    repo.git("checkout", "-q", "topic")
    assert repo.try_git("rebase", "main").code == 1
    in_conflict(repo)
    both_said(repo)
    repo.write(re.sub(r"<{7}.*?={7}\n(.*?)>{7} incoming\n", r"\1", repo.text, flags=re.DOTALL))
    repo.git("add", repo.plan)
    repo.git("rebase", "--continue")
    assert INCOMING_WORD in repo.text
    assert 'duration = "4d"' in repo.text
    clean(repo)


def test_cherry_pick(repo: GitFolder) -> None:
    branch(repo, "topic", ('duration = "3d"', 'duration = "4d"'), NEIGHBOURS[1])
    repo.edit(*NEIGHBOURS[0], "ours")
    repo.git("cherry-pick", "topic")
    both_said(repo)
    clean(repo)
    assert 'duration = "3d"' in repo.text, "the commit before was not picked"


def test_cherry_pick_of_the_same_key(repo: GitFolder) -> None:
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    assert repo.try_git("cherry-pick", "topic").code == 1
    in_conflict(repo)
    both_said(repo)


def test_revert_leaves_what_came_after(repo: GitFolder) -> None:
    bad = repo.edit('title = "Collect photos"', 'title = "Wrong"', "a mistake")
    repo.edit('duration = "5d"', f'duration = "5d"\nowner = "{CURRENT_WORD}"', "later")
    repo.git("revert", "--no-edit", bad)
    assert 'title = "Collect photos"' in repo.text
    assert CURRENT_WORD in repo.text
    clean(repo)


def test_revert_of_what_was_changed_again_is_a_conflict(repo: GitFolder) -> None:
    bad = repo.edit('title = "Collect photos"', 'title = "Wrong"', "a mistake")
    repo.edit('title = "Wrong"', f'title = "{CURRENT_WORD}"', "later")
    assert repo.try_git("revert", "--no-edit", bad).code == 1
    in_conflict(repo)
    assert CURRENT_WORD in repo.text
    assert "Collect photos" in repo.text


@pytest.mark.parametrize("edits", [NEIGHBOURS, SAME_KEY], ids=["neighbours", "same-key"])
def test_stash_pop(repo: GitFolder, edits: tuple[tuple[str, str], tuple[str, str]]) -> None:
    repo.edit(*edits[1])
    repo.git("stash", "-q")
    repo.edit(*edits[0], "ours")
    done = repo.try_git("stash", "pop")
    both_said(repo)
    if edits is NEIGHBOURS:
        assert done.code == 0
        clean(repo)
    else:
        assert done.code == 1
        in_conflict(repo)
        assert repo.git("stash", "list"), "the stash is kept"


def test_criss_cross(repo: GitFolder) -> None:
    branch(repo, "topic", ('duration = "3d"', f'duration = "3d"\nowner = "{INCOMING_WORD}"'))
    repo.edit('duration = "8d"', f'duration = "8d"\nowner = "{CURRENT_WORD}"', "ours")
    ours = repo.git("rev-parse", "main").strip()
    repo.git("merge", "-q", "topic")
    repo.git("checkout", "-q", "topic")
    repo.git("merge", "-q", ours)
    repo.edit('title = "Label photos"', 'title = "topic-second"', "topic again")
    repo.git("checkout", "-q", "main")
    repo.edit('duration = "8d"', 'duration = "12d"', "main again")
    assert len(repo.git("merge-base", "--all", "main", "topic").split()) == 2
    repo.git("merge", "-q", "topic")
    both_said(repo)
    assert "topic-second" in repo.text
    assert 'duration = "12d"' in repo.text
    clean(repo)


def test_criss_cross_whose_bases_conflict(repo: GitFolder) -> None:
    """The two bases differ in one key: git makes a base of them, and what is done to other keys still merges."""
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    ours = repo.git("rev-parse", "main").strip()
    for name, other in (("main", "topic"), ("topic", ours)):
        repo.git("checkout", "-q", name)
        assert repo.try_git("merge", other).code == 1
        wanted = r"\1" if name == "main" else r"\2"
        repo.write(re.sub(r"<{7}[^\n]*\n(.*?)={7}\n(.*?)>{7}[^\n]*\n", wanted, repo.text, flags=re.DOTALL))
        repo.commit(f"settled on {name}")
    repo.edit('duration = "3d"', 'duration = "4d"', "topic again")
    repo.git("checkout", "-q", "main")
    repo.try_git("merge", "topic")
    assert 'duration = "4d"' in repo.text
    assert CURRENT_WORD in repo.text
    assert INCOMING_WORD in repo.text or not MARKERS.search(repo.text)


def test_both_sides_add_the_file(tmp_path: Path) -> None:
    repo = GitFolder(tmp_path / "repo").start()
    for name, word in (("topic", INCOMING_WORD), ("main", CURRENT_WORD)):
        repo.git("checkout", "-q", *(["-b"] if name == "topic" else []), name)
        repo.write(
            f'format = 1\n\n[project]\nname = "P"\nstart = 2026-01-05\n\n[tasks.{word}]\nduration = "1d"\n', name
        )
    repo.git("merge", "-q", "topic")
    both_said(repo)
    plan = clean(repo)
    assert plan["tasks"] == {CURRENT_WORD: {"duration": "1d"}, INCOMING_WORD: {"duration": "1d"}}


def test_both_sides_add_the_file_and_differ(tmp_path: Path) -> None:
    repo = GitFolder(tmp_path / "repo").start()
    for name, word in (("topic", INCOMING_WORD), ("main", CURRENT_WORD)):
        repo.git("checkout", "-q", *(["-b"] if name == "topic" else []), name)
        repo.write(f'format = 1\n\n[project]\nname = "{word}"\nstart = 2026-01-05\n', name)
    assert repo.try_git("merge", "topic").code == 1
    in_conflict(repo)
    both_said(repo)


def test_renamed_on_one_side_edited_on_both(repo: GitFolder) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.git("mv", repo.plan, "app.plan.toml")
    repo.plan = "app.plan.toml"
    repo.edit(*NEIGHBOURS[1], "renamed and edited")
    repo.git("checkout", "-q", "main")
    repo.plan = "aiplan.toml"
    repo.edit(*NEIGHBOURS[0], "ours")
    repo.git("merge", "-q", "topic")
    repo.plan = "app.plan.toml"
    both_said(repo)
    clean(repo)
    assert not (repo.top / "aiplan.toml").exists()


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize("form", ["crlf", "bom", "both"])
@pytest.mark.parametrize("changed", ["current", "incoming"])
@pytest.mark.parametrize("edits", [NEIGHBOURS, SAME_KEY], ids=["neighbours", "same-key"])
def test_line_ends_and_byte_order_mark_of_one_side(
    repo: GitFolder, form: str, changed: str, edits: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    def written(side: str, edit: tuple[str, str]) -> str:
        text = PLAN.replace(*edit, 1)
        if side != changed:
            return text
        text = crlf(text) if form != "bom" else text
        return "\ufeff" + text if form != "crlf" else text

    (repo.top / ".gitattributes").write_text("aiplan.toml -text merge=aiplan diff=aiplan\n", encoding="utf-8")
    repo.commit("bytes as they are", ".gitattributes")
    repo.git("checkout", "-q", "-b", "topic")
    repo.write(written("incoming", edits[1]), "incoming")
    repo.git("checkout", "-q", "main")
    repo.write(written("current", edits[0]), "current")
    done = repo.try_git("merge", "topic")
    both_said(repo)
    assert done.code == (0 if edits is NEIGHBOURS else 1)
    assert repo.text.startswith("\ufeff") == (form != "crlf")
    ends = repo.text.count("\r\n"), repo.text.count("\n")
    assert ends[0] == (ends[1] if form != "bom" else 0)
    if edits is NEIGHBOURS:
        clean(repo)


def test_mixed_line_ends_are_merged_as_text(repo: GitFolder) -> None:
    (repo.top / ".gitattributes").write_text("aiplan.toml -text merge=aiplan\n", encoding="utf-8")
    repo.commit("bytes as they are", ".gitattributes")
    branch(repo, "topic", ('title = "Write the guide"\n', f'title = "{INCOMING_WORD}"\r\n'))
    repo.edit(*NEIGHBOURS[0], "ours")
    assert "merged as text" in repo.try_git("merge", "topic").err
    both_said(repo)


ODD_NAMES = ["my plan.plan.toml", "植识 план.plan.toml", "-f.plan.toml", "it's $(touch gone) `touch gone`.plan.toml",
             'say "so".plan.toml', "a/b c/aiplan.toml", "100%P%A.plan.toml", "a;b&c|d.plan.toml", "[x]*.plan.toml",
             "back\\slash.plan.toml"]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names(repo: GitFolder, name: str) -> None:
    repo.plan = name
    repo.file.parent.mkdir(parents=True, exist_ok=True)
    repo.write(PLAN)
    repo.git("--literal-pathspecs", "add", "--", name)
    repo.git("commit", "-q", "-m", "base")
    repo.git("config", "core.quotepath", "false")
    branch_literal(repo, "topic", NEIGHBOURS[1])
    branch_literal(repo, "main", NEIGHBOURS[0])
    done = repo.try_git("merge", "topic")
    assert done.code == 0, done.err
    both_said(repo)
    clean(repo)
    assert not (repo.top / "gone").exists()


def branch_literal(repo: GitFolder, name: str, edit: tuple[str, str]) -> None:
    """Commit an edit on a branch, the name of the plan taken literally."""
    repo.git("checkout", "-q", *(["-b"] if name != "main" else []), name)
    repo.edit(*edit)
    repo.git("commit", "-q", "-a", "-m", name)
    if name == "topic":
        repo.git("checkout", "-q", "main")


def test_without_aiplan_git_writes_ordinary_markers(repo: GitFolder) -> None:
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    repo.path = path_without_aiplan()
    assert repo.try_git("merge", "topic").code == 1
    in_conflict(repo)
    both_said(repo)


def test_without_aiplan_what_does_not_touch_still_merges(repo: GitFolder) -> None:
    branch(repo, "topic", ('title = "Write the guide"', f'title = "{INCOMING_WORD}"'))
    repo.edit(*NEIGHBOURS[0], "ours")
    repo.path = path_without_aiplan()
    repo.git("merge", "-q", "topic")
    both_said(repo)
    clean(repo)


def test_two_half_cycles_are_a_conflict(repo: GitFolder) -> None:
    branch(repo, "topic", ('title = "Write the guide"', 'title = "Write the guide"\ndepends_on = ["label"]'))
    repo.edit('depends_on = ["collect"]', 'depends_on = ["collect", "write"]', "ours")
    done = repo.try_git("merge", "topic")
    assert done.code == 1
    assert "closes a cycle" in done.err
    in_conflict(repo)
    assert 'depends_on = ["label"]' in repo.text
    assert '"write"' in repo.text


def test_removed_here_newly_referred_to_there_is_a_conflict(repo: GitFolder) -> None:
    branch(repo, "topic", ('depends_on = ["collect"]', 'depends_on = ["collect", "write"]'))
    repo.edit('[tasks.write]\ntitle = "Write the guide"\nduration = "3d"\n\n', "", "ours")
    done = repo.try_git("merge", "topic")
    assert done.code == 1
    assert "write" in done.err
    in_conflict(repo)
    assert '"write"' in repo.text


def test_the_same_new_id_on_both_sides_is_a_conflict(repo: GitFolder) -> None:
    added = '[tasks.review]\ntitle = "{}"\nduration = "1d"\n\n[metrics.acc]'
    branch(repo, "topic", ("[metrics.acc]", added.format(INCOMING_WORD)))
    repo.edit("[metrics.acc]", added.format(CURRENT_WORD), "ours")
    done = repo.try_git("merge", "topic")
    assert done.code == 1
    in_conflict(repo)
    both_said(repo)


def test_readings_added_on_both_sides_merge(repo: GitFolder) -> None:
    reading = "n = 100 },\n"
    branch(repo, "topic", (reading, f'{reading}  {{ on = 2026-02-01, value = 0.6, from = "{INCOMING_WORD}" }},\n'))
    repo.edit(reading, f'{reading}  {{ on = 2026-01-20, value = 0.7, from = "{CURRENT_WORD}" }},\n', "ours")
    repo.git("merge", "-q", "topic")
    both_said(repo)
    readings = clean(repo)["metrics"]["acc"]["readings"]  # type: ignore[index]
    assert [str(r["on"]) for r in readings] == ["2026-01-10", "2026-01-20", "2026-02-01"]


def test_one_id_for_two_kinds_of_work_is_a_conflict(repo: GitFolder) -> None:
    added = '[{}.review]\ntitle = "{}"\nduration = "1d"\n\n[metrics.acc]'
    branch(repo, "topic", ("[metrics.acc]", added.format("experiments", INCOMING_WORD)))
    repo.edit("[metrics.acc]", added.format("tasks", CURRENT_WORD), "ours")
    done = repo.try_git("merge", "topic")
    assert done.code == 1
    assert "experiments.review and tasks.review have one id" in done.err
    in_conflict(repo)
    both_said(repo)


def test_amendments_in_tables_of_their_own_merge_by_day(repo: GitFolder) -> None:
    entry = '[[experiments.cnn.amendments]]\non = {}\nfield = "criteria"\nwhy = "{}"\n\n'
    cnn = '[experiments.cnn]\ntitle = "CNN"\nduration = "4d"\n\n' + entry.format("2026-01-05", "first")
    repo.edit("[metrics.acc]", f"{cnn}[metrics.acc]", "an experiment")
    branch(repo, "topic", ("[metrics.acc]", entry.format("2026-01-07", INCOMING_WORD) + "[metrics.acc]"))
    repo.edit("[metrics.acc]", entry.format("2026-01-06", CURRENT_WORD) + "[metrics.acc]", "ours")
    repo.git("merge", "-q", "topic")
    both_said(repo)
    amendments = clean(repo)["experiments"]["cnn"]["amendments"]  # type: ignore[index]
    assert [str(a["on"]) for a in amendments] == ["2026-01-05", "2026-01-06", "2026-01-07"]


def test_removed_here_edited_there_is_a_conflict(repo: GitFolder) -> None:
    branch(repo, "topic", ('title = "Write the guide"', f'title = "{INCOMING_WORD}"'))
    repo.edit('[tasks.write]\ntitle = "Write the guide"\nduration = "3d"\n\n', "", "ours")
    assert repo.try_git("merge", "topic").code == 1
    in_conflict(repo)
    assert INCOMING_WORD in repo.text


def test_a_side_that_is_no_toml_is_merged_as_text(repo: GitFolder) -> None:
    branch(repo, "topic", ('title = "Write the guide"', f'title = "{INCOMING_WORD}'))
    repo.edit(*NEIGHBOURS[0], "ours")
    assert "merged as text" in repo.try_git("merge", "topic").err
    both_said(repo)


def test_marker_size_of_the_attributes(repo: GitFolder) -> None:
    with (repo.top / ".gitattributes").open("a", encoding="utf-8") as attributes:
        attributes.write("aiplan.toml conflict-marker-size=12\n")
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    assert repo.try_git("merge", "topic").code == 1
    assert f"{'<' * 12} current\n" in repo.text
    assert f"{'>' * 12} incoming\n" in repo.text
    both_said(repo)


def test_rerere_knows_the_conflict_again(repo: GitFolder) -> None:
    repo.git("config", "rerere.enabled", "true")
    branch(repo, "topic", SAME_KEY[1])
    repo.edit(*SAME_KEY[0], "ours")
    assert repo.try_git("merge", "topic").code == 1
    settled = re.sub(
        r"<{7}.*?>{7} incoming\n", f'title = "{CURRENT_WORD} {INCOMING_WORD}"\n', repo.text, flags=re.DOTALL
    )
    repo.write(settled)
    repo.commit("merged")
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.try_git("merge", "topic")
    assert f'"{CURRENT_WORD} {INCOMING_WORD}"' in repo.text
    assert not MARKERS.search(repo.text)
