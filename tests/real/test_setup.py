"""`scripts/venv.sh`, which `make run` and `make test` start with, on machines in every state.

The project that is set up is a tiny one with a build backend of its own, so that nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.tools import ROOT, require_tool

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "aiplan"
version = "0.1.0"

[project.optional-dependencies]
holidays = []
"""
BACKEND = """
import zipfile

INFO = "aiplan-0.1.0.dist-info"
METADATA = "Metadata-Version: 2.1\\nName: aiplan\\nVersion: 0.1.0\\nProvides-Extra: holidays\\n"


def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "aiplan-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("aiplan_guinea.py", "value = 1\\n")
        wheel.writestr(f"{INFO}/METADATA", METADATA)
        wheel.writestr(f"{INFO}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{INFO}/RECORD", "")
    return name


build_wheel = build_editable
"""
BASE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
"""The Python under the one that runs the tests."""


class Checkout:
    """A tiny checkout with the real script, and a PATH on which stand only the Pythons a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.bin = folder / "bin"
        for path in (self.root / "scripts", self.root / "src" / "aiplan", self.bin, folder / "home"):
            path.mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "venv.sh", self.root / "scripts")
        (self.root / "src" / "aiplan" / "__init__.py").write_text("")
        (self.root / "pyproject.toml").write_text(PYPROJECT)
        (self.root / "backend.py").write_text(BACKEND)
        (self.root / "requirements-dev.txt").write_text("# nothing\n")
        for tool in ("sh", "cat", "cksum", "dirname", "mkdir", "rm", "tail"):
            (self.bin / tool).symlink_to(require_tool(tool))
        self.environment = {"PATH": str(self.bin), "HOME": str(folder / "home")}

    def python(self, name: str = "python3") -> None:
        """Put a Python that is new enough on the PATH as `name`."""
        self.script(name, f'exec "{BASE}" "$@"')

    def script(self, name: str, body: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def set_up(self, mode: str = "run", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.bin / "sh"), "scripts/venv.sh", mode]
        return subprocess.run(
            command, cwd=self.root, env=self.environment | environment, capture_output=True, text=True, check=False
        )

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def works(self) -> bool:
        """Whether what was installed can be imported."""
        command = [str(self.venv / "bin" / "python"), "-c", "import aiplan_guinea"]
        return subprocess.run(command, cwd=self.bin, capture_output=True, check=False).returncode == 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_fresh_machine_is_set_up_once_in_one_line(checkout: Checkout) -> None:
    checkout.python()
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("Setting up .venv with python3 (3.")
    assert done.stderr.endswith("once … done.\n")
    assert done.stderr.count("\n") == 1
    assert checkout.works()

    again = checkout.set_up()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

    (checkout.root / "pyproject.toml").write_text(PYPROJECT + "\n# changed\n")
    changed = checkout.set_up()
    assert (changed.returncode, changed.stderr) == (0, "Bringing .venv up to date … done.\n")
    assert checkout.set_up("dev").stderr == "Bringing .venv up to date … done.\n"
    assert checkout.set_up("run").stderr == "", "what the tests need includes what running needs"


@pytest.mark.parametrize("state", ["an empty folder", "a python that is none", "no pip", "aborted while installing"])
def test_a_half_made_environment_is_built_anew(checkout: Checkout, state: str) -> None:
    checkout.python()
    venv = checkout.venv
    if state == "an empty folder":
        venv.mkdir()
    elif state == "a python that is none":
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").write_text("")
        (venv / "bin" / "python").chmod(0o755)
    else:
        subprocess.run([BASE, "-m", "venv", "--without-pip", venv], check=True)
    if state == "aborted while installing":
        (venv / ".aiplan-installing").touch()
        (venv / ".aiplan-installed-run").write_text("what an earlier run had installed")
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Setting up .venv")
    assert checkout.works()
    assert not (venv / ".aiplan-installing").exists()


def test_a_run_that_fails_says_why_and_the_next_one_starts_over(checkout: Checkout) -> None:
    checkout.python()
    (checkout.root / "backend.py").write_text("raise RuntimeError('no luck')\n")
    done = checkout.set_up()
    assert done.returncode == 1
    assert "failed" in done.stderr
    assert "no luck" in done.stderr
    assert ".venv/aiplan-setup.log" in done.stderr
    assert (checkout.venv / ".aiplan-installing").exists()
    (checkout.root / "backend.py").write_text(BACKEND)
    assert checkout.set_up().returncode == 0
    assert checkout.works()


def test_an_older_python3_is_passed_over_for_a_newer_one(checkout: Checkout) -> None:
    checkout.script("python3", "exit 1")
    checkout.script("python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    checkout.python("python3.11")
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Setting up .venv with python3.11 (")


def test_the_python_that_was_asked_for_is_taken(checkout: Checkout) -> None:
    checkout.python("my-python")
    done = checkout.set_up(PYTHON="my-python", PYTHONHOME="/nowhere", PIP_TARGET="/nowhere")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Setting up .venv with my-python (")


def test_no_python_that_is_new_enough_is_a_clear_message(checkout: Checkout) -> None:
    checkout.script("python3", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1')
    done = checkout.set_up()
    assert done.returncode == 1
    assert "aiplan needs Python 3.11 or newer; found Python 3.9.2." in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not checkout.venv.exists()


def test_a_python_without_venv_is_a_clear_message(checkout: Checkout) -> None:
    checkout.script("python3", f'case "$*" in *venv*) exit 1 ;; esac\nexec "{BASE}" "$@"')
    done = checkout.set_up()
    assert done.returncode == 1
    assert "python3 cannot make virtual environments; install its venv module" in done.stderr
    assert "apt install python3-venv" in done.stderr


def test_a_moved_checkout_is_installed_again(checkout: Checkout) -> None:
    checkout.python()
    assert checkout.set_up().returncode == 0
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert done.stderr == "Bringing .venv up to date … done.\n"
    assert checkout.works()


def test_make_names_its_targets() -> None:
    done = subprocess.run(
        [require_tool("make"), "-C", str(ROOT)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    for target in ("run", "test", "check", "bench", "fmt", "clean"):
        assert f"  make {target} " in done.stdout
