"""`aiplan history` in real repositories: renames, merges, reasons, broken versions, shallow and partial clones."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bench.generate import Size

from helpers.gfm import render
from helpers.long_history import Past, write_repository
from helpers.repository import GitFolder, path_with_aiplan
from helpers.tools import require_tool

PLAN = """\
format = 1

[project]
name = "PlantLens"
start = 2026-01-05

[milestones.launch]
title = "Launch"
depends_on = ["label"]

[tasks.label]
title = "Label photos"
duration = "20d"
started = 2026-01-05

[tasks.write]
title = "Write"
duration = "3d"
"""


class Dated(GitFolder):
    """A repository whose commits carry days of their own."""

    def on(self, day: str, old: str, new: str, message: str) -> None:
        """Commit an edit as if on `day`."""
        self.edit(old, new)
        self.git("add", "--", self.plan)
        self.commit_on(day, message)

    def commit_on(self, day: str, message: str) -> None:
        when = f"{day}T12:00:00+0000"
        done = self.run("env", f"GIT_COMMITTER_DATE={when}", "git", "commit", "-q", "--date", when, "-m", message)
        assert done.code == 0, done.err


@pytest.fixture
def repo(tmp_path: Path) -> Dated:
    """Label takes 20d, on 7 Jan 22d, on 14 Jan 30d (with a reason), on 15 Jan 25d."""
    require_tool("git")
    folder = Dated(tmp_path / "repo")
    folder.start(install=False)
    folder.write(PLAN)
    folder.git("add", folder.plan)
    folder.commit_on("2026-01-05", "The plan")
    folder.on("2026-01-07", '"20d"', '"22d"', "Longer")
    folder.on("2026-01-14", '"22d"', '"30d"', "Much longer\n\nPlan-Reason: twice as many photos\n")
    folder.on("2026-01-15", '"30d"', '"25d"', "Shorter")
    return folder


def history(repo: GitFolder, *words: str) -> Any:
    said = repo.run("aiplan", "history", *words, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def launch(repo: GitFolder, *words: str) -> Any:
    (milestone,) = history(repo, "--bends", "9", *words)["milestones"]
    return milestone


def bends(milestone: Any) -> list[tuple[str, int, list[tuple[str, int]], int]]:
    return [
        (b["day"], b["days"], [(c["address"], c["days"]) for c in b["causes"]], b["interaction"])
        for b in milestone["bends"]
    ]


def test_forecasts_bends_causes_and_reasons(repo: Dated) -> None:
    found = launch(repo)
    assert [(p["day"], p["forecast"]) for p in found["points"]] == [
        ("2026-01-05", "2026-01-30"), ("2026-01-07", "2026-02-03"), ("2026-01-14", "2026-02-13"),
        ("2026-01-15", "2026-02-06"),
    ]  # fmt: skip
    assert (found["first"], found["now"], found["days"]) == ("2026-01-30", "2026-02-06", 5)
    assert found["first_slip_week"] == "2026-01-05"
    assert bends(found) == [
        ("2026-01-07", 2, [("tasks.label.duration", 2)], 0),
        ("2026-01-14", 8, [("tasks.label.duration", 8)], 0),
        ("2026-01-15", -5, [("tasks.label.duration", -5)], 0),
    ]
    assert [b["reasons"] for b in found["bends"]] == [[], ["twice as many photos"], []]
    assert found["bends"][0]["authors"]


def test_every_week_keeps_the_last_version_and_all_reasons(repo: Dated) -> None:
    found = launch(repo, "--every", "week")
    assert [p["day"] for p in found["points"]] == ["2026-01-07", "2026-01-15"]
    (bend,) = found["bends"]
    assert bend["days"] == 3
    assert bend["reasons"] == ["twice as many photos"]
    assert [p["day"] for p in launch(repo, "--since", "2026-01-14")["points"]] == ["2026-01-14", "2026-01-15"]


def test_two_commits_on_one_day_are_one_version(repo: Dated) -> None:
    repo.on("2026-01-15", '"25d"', '"26d"', "One more\n\nPlan-Reason: rain\n")
    found = launch(repo)
    assert [p["day"] for p in found["points"]].count("2026-01-15") == 1
    assert found["bends"][-1]["days"] == -4
    assert found["bends"][-1]["reasons"] == ["rain"]
    assert len(launch(repo, "--every", "commit")["points"]) == 5


def test_time_that_passes_is_a_cause_of_its_own(repo: Dated) -> None:
    """Work that has not begun waits for the data date, which is the day of the commit where the plan names none."""
    repo.on("2026-01-16", "started = 2026-01-05\n", "", "Not begun after all")
    repo.on("2026-01-23", '"25d"', '"26d"', "One more")
    (*_, bend) = bends(launch(repo))
    assert bend == ("2026-01-23", 6, [("the data date moves on", 5), ("tasks.label.duration", 1)], 0)


def test_file_and_milestone_are_followed_through_renames(repo: Dated) -> None:
    repo.git("mv", "aiplan.toml", "app.plan.toml")
    repo.plan = "app.plan.toml"
    repo.commit_on("2026-01-19", "Another name")
    repo.on("2026-01-20", "[milestones.launch]", "[milestones.go-live]", "Another id")
    repo.on("2026-01-21", '"25d"', '"27d"', "Longer again")
    found = launch(repo)
    assert found["id"] == "go-live"
    assert [p["id"] for p in found["points"]] == ["launch"] * 5 + ["go-live"] * 2
    assert found["days"] == 7
    assert bends(found)[-1] == ("2026-01-21", 2, [("tasks.label.duration", 2)], 0)


def test_a_merge_counts_once_with_the_reasons_it_brings(repo: Dated) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.on("2026-01-16", '"25d"', '"35d"', "On topic\n\nPlan-Reason: annotators left\n")
    repo.git("checkout", "-q", "main")
    repo.on("2026-01-17", '"3d"', '"4d"', "On main")
    repo.git("merge", "-q", "--no-commit", "topic")
    repo.commit_on("2026-01-19", "Merge topic")
    found = launch(repo)
    assert [p["day"] for p in found["points"]][-2:] == ["2026-01-17", "2026-01-19"], "topic's own commit is not a point"
    assert found["bends"][-1]["days"] == 10
    assert found["bends"][-1]["reasons"] == ["annotators left"]


def test_unreadable_versions_are_counted_and_named(repo: Dated) -> None:
    repo.on("2026-01-19", "format = 1", "format = = 1", "Broken\n\nPlan-Reason: slip of the finger\n")
    broken = repo.git("rev-parse", "--short=9", "HEAD").strip()
    repo.on("2026-01-20", "format = = 1", "format = 1", "Mended")
    repo.on("2026-01-21", '"25d"', '"28d"', "Longer")
    done = repo.run("aiplan", "history")
    assert done.code == 0
    assert f"1 version could not be read: {broken} of 2026-01-19" in done.err
    assert history(repo)["versions"] == 6
    assert bends(launch(repo))[-1] == ("2026-01-21", 3, [("tasks.label.duration", 3)], 0)


def test_text_csv_markdown_and_mermaid_tell_the_same(repo: Dated) -> None:
    text = repo.run("aiplan", "history", "--bends", "1").out
    assert text.startswith("4 versions, 2026-01-05 … 2026-01-15\n")
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "tasks.label.duration +8" in text
    assert "“twice as many photos”" in " ".join(text.split())
    assert "… and 2 smaller moves (--bends)" in text
    rows = list(csv.DictReader(io.StringIO(repo.run("aiplan", "history", "--format", "csv").out)))
    assert [(r["day"], r["forecast"], r["days_late"]) for r in rows] == [
        ("2026-01-05", "2026-01-30", "0"), ("2026-01-07", "2026-02-03", "2"), ("2026-01-14", "2026-02-13", "10"),
        ("2026-01-15", "2026-02-06", "5"),
    ]  # fmt: skip
    shown = render(repo.run("aiplan", "history", "--format", "markdown").out)
    assert shown.tables[0][1][:5] == ["launch", "Launch", "2026-01-30", "2026-02-06", "+5"]
    assert [item for item in shown.items if item.startswith("launch")] == [
        "launch +2 = tasks.label.duration +2", "launch +8 = tasks.label.duration +8",
        "launch -5 = tasks.label.duration -5",
    ]  # fmt: skip
    assert [item.split(": ")[1] for item in shown.items if item.startswith("2026")] == [
        "Longer", "Much longer — “twice as many photos”", "Shorter",
    ]  # fmt: skip
    assert repo.run("aiplan", "history", "--format", "mermaid").out.count(":milestone, n_0_") == 4


def test_without_unicode_the_chart_is_ascii(repo: Dated) -> None:
    done = repo.run("env", "PYTHONIOENCODING=ascii", "aiplan", "history")
    picture = done.out.split("\n\n")[1]
    assert picture.isascii()
    assert "|" in picture
    assert "\\u" not in picture


def test_a_shallow_clone_says_how_to_get_the_rest(repo: Dated, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.top}", str(tmp_path / "shallow"))
    shallow = GitFolder(tmp_path / "shallow")
    done = shallow.run("aiplan", "history")
    assert "fetch-depth: 0" in done.err
    assert history(shallow)["shallow"] is True
    done = shallow.run("aiplan", "diff", "HEAD~3")
    assert done.code == 2
    assert "fetch-depth: 0" in done.err


def test_a_partial_clone_fetches_what_is_missing_once(repo: Dated, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repo.top}", str(tmp_path / "partial"))
    partial = GitFolder(tmp_path / "partial")
    (partial.top / "aiplan.toml").write_text(PLAN, encoding="utf-8")
    trace = tmp_path / "trace"
    done = partial.run("env", f"GIT_TRACE={trace}", "aiplan", "history", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["milestones"] == history(repo)["milestones"]
    fetches = [
        line
        for line in trace.read_text(encoding="utf-8").splitlines()
        if "git fetch" in line.split("built-in:")[-1] and "built-in" in line
    ]
    assert len(fetches) == 1, fetches
    assert partial.run("aiplan", "history").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope"], "nope is no milestone"),
        (["--bends", "-1"], "at least 0"),
        (["-f", "other.toml"], "no version of other.toml"),
        (["--since", "2027-01-01"], "no version of aiplan.toml"),
    ],
)
def test_what_has_no_history(repo: Dated, words: list[str], said: str) -> None:
    done = repo.run("aiplan", "history", *words)
    assert done.code == 2
    assert said in done.err


def test_a_thousand_commits_with_renames(tmp_path: Path) -> None:
    require_tool("git")
    past = Past(1000, Size(30), renamed_at=300, milestone_renamed_at=600, broken_at=500)
    write_repository(tmp_path / "repo", past)
    repo = GitFolder(tmp_path / "repo", path_with_aiplan())
    commits = int(repo.git("rev-list", "--count", "HEAD"))
    assert commits == 1000
    empty = subprocess.run(
        ["git", "-C", str(repo.top), "log", "--oneline", "--follow", "--", "aiplan.toml"],
        capture_output=True,
        check=True,
    )
    found = history(repo)
    assert found["versions"] == len(empty.stdout.splitlines()) - 1, "every commit but the broken one"
    assert len(found["unreadable"]) == 1
    ids = {m["id"]: {p["id"] for p in m["points"]} for m in found["milestones"]}
    assert ids.keys() == {"m0000", "m0001"}
    assert all(m["points"][0]["day"] == "2026-01-05" for m in found["milestones"])
    for milestone in found["milestones"]:
        assert milestone["days"] == sum(b["days"] for b in milestone["bends"])
        for bend in milestone["bends"]:
            if "causes" in bend:
                assert bend["days"] == sum(c["days"] for c in bend["causes"]) + bend["interaction"]
