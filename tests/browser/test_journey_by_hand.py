"""The whole journey of the demonstration by hand in a real browser: with the mouse, by touch on a
telephone, with the keyboard alone, and in Chinese. Each plays in a world and on a server of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest
from django.utils import timezone

from avrop.testing.databases import copy_database, make_database
from avrop.testing.ground import Ground
from tests.browser.hands import Finger, Hand, Keyboard
from tests.browser.journey_by_hand import Journey, play
from tests.browser.tongues import Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]
#: Seconds within which the demonstration's world is built and its server answers.
PATIENCE = 300


@pytest.fixture(scope="session")
def built_world(test_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the demonstration's world, built once for all hands."""
    name = f"{test_ground.database}_world"
    lock = test_ground.state / "databases.lock"
    make_database(test_ground.administrator, test_ground.urls, name, lock)
    log = tmp_path_factory.mktemp("world") / "demo.log"
    with log.open("wb") as said:
        building = _demo(test_ground, name, log.parent, "--once", log=said)
        assert building.wait(timeout=PATIENCE) == 0, log.read_text()[-3000:]
    return name


@pytest.fixture
def demonstration(
    built_world: str, test_ground: Ground, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of `avrop demo --by-hand` with a database of its own."""
    name = f"{test_ground.database}_{request.node.callspec.id}".replace("-", "_")
    copy_database(test_ground.administrator, test_ground.urls, name, of=built_world)
    port = _free_port()
    with (tmp_path / "demo.log").open("wb") as log:
        running = _demo(test_ground, name, tmp_path, "--port", str(port), log=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, running, tmp_path / "demo.log")
        yield address
    finally:
        running.terminate()
        running.wait(timeout=60)


def _demo(
    ground: Ground, database: str, folder: Path, *options: str, log: BinaryIO
) -> subprocess.Popen[bytes]:
    environment = os.environ | ground.urls.to_database(database).for_environment()
    environment |= {"AVROP_STATIC": str(folder / "static")}
    command = [sys.executable, "-m", "avrop", "demo", "--by-hand", *options]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the demonstration did not come up:\n{log.read_text()[-3000:]}")


@pytest.mark.parametrize(
    ("hand", "language"),
    [
        pytest.param(Hand, "en", id="mouse"),
        pytest.param(Finger, "en", id="touch", marks=pytest.mark.long),
        pytest.param(Keyboard, "en", id="keyboard", marks=pytest.mark.long),
        pytest.param(Hand, "zh-hans", id="chinese", marks=pytest.mark.long),
    ],
)
def test_the_journey_is_played_by_hand(
    hand: type[Hand], language: str, demonstration: str, browser: Browser, tmp_path: Path
) -> None:
    words = Words(language)
    folder = tmp_path / "files"
    folder.mkdir()
    story = Journey(lambda: hand(browser, demonstration, words), folder, timezone.localdate())

    try:
        began = time.monotonic()
        for stage in play(story):  # told with `pytest -s`
            print(f"{time.monotonic() - began:6.1f} s  {stage}", flush=True)
    except Exception:
        for name, person in story.hands.items():
            print(f"{name}: {person.page.url}\n{person.page.locator('main').aria_snapshot()}\n")
        raise
    finally:
        for person in story.hands.values():
            person.close()

    wrong = [fault for person in story.hands.values() for fault in person.wrong]
    assert list(dict.fromkeys(wrong)) == []
