"""`kill -9` at random moments of saves: the file is the old one or the new one, whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from aiplan.store.files import TEMPORARY

SAVES = 200
KILLS = 20

# Saves the plan again and again with a growing number, and says so after each; every version is of another length.
SAVER = """
import sys
from pathlib import Path
from aiplan.store.files import digest, read_file, save

path, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
known = read_file(path).digest
for number in range(first, last):
    body = "".join(f'[tasks.t{i}]\\ntitle = "{number}"\\n' for i in range(2000 + number))
    known = save(path, f"number = {number}\\n{body}end = {number}\\n".encode(), known).digest
    print(number, flush=True)
"""


def content(path: Path) -> int:
    """Return the number of the version that the file holds, after making sure that it is whole."""
    data = tomllib.loads(path.read_text())
    tasks = data["tasks"]
    number = data["number"]
    assert len(tasks) == 2000 + number
    assert tasks[f"t{len(tasks) - 1}"]["end"] == number
    assert {task["title"] for task in tasks.values()} == {str(number)}
    return int(number)


@pytest.mark.slow
def test_a_killed_save_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    rng = random.Random(9)
    path = tmp_path / "p.toml"
    body = "".join(f'[tasks.t{i}]\ntitle = "0"\n' for i in range(2000))
    path.write_text(f"number = 0\n{body}end = 0\n")
    done = killed = 0
    while done < SAVES or killed < KILLS:
        last = max(SAVES, done + 20) + 1
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path), str(done + 1), str(last)], stdout=subprocess.PIPE, text=True
        )
        assert saver.stdout is not None
        said = saver.stdout.readline()
        if killed < KILLS:
            time.sleep(rng.uniform(0, 0.12))
            saver.send_signal(signal.SIGKILL)
            killed += 1
        said += saver.stdout.read()
        saver.wait(timeout=60)
        saver.stdout.close()
        confirmed = int(said.split()[-1]) if said.strip() else done
        done = content(path)
        assert done in (confirmed, confirmed + 1), "what was said to be saved is there"
    assert killed == KILLS
    left = [other.name for other in tmp_path.iterdir() if other != path]
    assert all(name.endswith(TEMPORARY) for name in left)
