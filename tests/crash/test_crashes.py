"""Nothing acknowledged is lost, and the archive mends itself, whenever a process is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.crash, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]

ROOT = Path(__file__).resolve().parents[2]
FEW_ROUNDS = 3
# Asked to stop, the worker ends well; or at once, if it had not begun to listen yet.
STOPPED = (0, -signal.SIGTERM)
# Long enough for a victim to be anywhere in its work, short enough for many rounds.
LONGEST_LIFE = {
    "import": 1.2,
    "edit": 0.6,
    "rebuild": 0.8,
    "withdraw": 0.5,
    "upload": 1.8,
    "undo": 2.5,
    "backup": 0.8,
    "restore": 1.2,
}


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("--crash-rounds") or FEW_ROUNDS


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[..., dict]]:
    """Asks a scene of its own to kill a victim, and returns what was left."""
    environment = {
        **os.environ,
        "ARCHIVE_DATA": str(tmp_path / "archive"),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "LOG_LEVEL": "CRITICAL",
        "PYTHONWARNINGS": "ignore",
    }
    with (
        (tmp_path / "scene.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.scene"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as scene,
    ):

        def ask(**wanted: object) -> dict:
            scene.stdin.write(json.dumps(wanted) + "\n")
            scene.stdin.flush()
            return answer()

        def answer() -> dict:
            line = scene.stdout.readline()
            assert line, (tmp_path / "scene.log").read_text()[-3000:]
            return json.loads(line)

        assert answer() == {"ready": True}
        yield ask
        scene.stdin.close()


@pytest.mark.parametrize("victim", LONGEST_LIFE)
def test_a_killed_process_loses_nothing_and_leaves_a_sound_archive(play, rounds, victim):
    chance = random.Random()
    acknowledged = 0
    for number in range(rounds):
        seed, delay = chance.getrandbits(40), chance.uniform(0.01, LONGEST_LIFE[victim])

        left = play(victim=victim, seed=seed, delay=delay)

        where = f"round {number}: {victim}, seed {seed}, killed after {delay:.3f} s: {left}"
        assert left["integrity"] == "ok", where
        assert left["broken"] == [], where
        assert left["lost"] == [], where
        assert left["shown"] == [], where
        assert left["differing"] == [], where
        assert left["unfinished"] == [], where
        assert left["worker"] in STOPPED, where
        acknowledged += left["acknowledged"]
    # A victim that never got to do anything proves nothing.
    assert acknowledged or rounds < 10
