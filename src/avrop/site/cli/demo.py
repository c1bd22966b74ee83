"""`avrop demo`: the whole product in one command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from avrop.site.cli.ground import now, stand_up
from avrop.site.cli.running import be_sure_of, collect_static, serve_here, stop_on_term

SETTLING_SECONDS = 0.05


@click.command()
@click.option("--once", is_flag=True, help="Play the journey and stop.")
@click.option("--by-hand", is_flag=True, help="Play nothing: the journey is yours, on the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port of the site.")
def demo(once: bool, by_hand: bool, host: str, port: int) -> None:
    """Play one order from agreement to money, then serve the site to look at it.

    Two municipalities, four suppliers and a distribution centre, all made up, in the embedded
    database. Without --once it goes on to serve, runs a worker, and lets you sign in as anybody.
    """
    os.environ["AVROP_POOL"] = "0"
    os.environ["AVROP_DEMO"] = "1"
    stop_on_term()
    if not once:
        be_sure_of(host, port)
    stand_up()
    with a_worker():
        play(by_hand=by_hand)
        if once:
            return
        _introduce(host, port)
        collect_static()
        serve_here(host, port, workers=1, threads=4)


def play(*, by_hand: bool = False) -> None:
    """Build the world if it is not there, and play the journey on the real job queue; `by_hand` leaves
    the journey to whoever comes."""
    from avrop.launcher.progress import progress
    from avrop.site.demonstration import journey, organisation, world
    from avrop.site.demonstration.hands import OwnHands

    began = time.monotonic()
    with progress("Building the world of the demonstration"):
        built = world.build(at=now())
    if by_hand:
        return
    step = 0

    def tell(line: str) -> None:
        nonlocal step
        if line.startswith(" "):
            click.echo(f"      {line}")
            return
        step += 1
        click.echo(f"{step:4}  {line}")

    hands = OwnHands(built.actors, settle=lambda: time.sleep(SETTLING_SECONDS))
    journey.play(hands, tell=tell, today=date.today())  # noqa: DTZ011 (the day where people are)
    with progress("Organising the municipality"):
        organisation.organise(built, at=now())
    click.echo(f"The journey took {time.monotonic() - began:.1f} s.")


@contextmanager
def a_worker() -> Iterator[None]:
    """A worker beside this process, stopped when the block is left."""
    running = subprocess.Popen([sys.executable, "-m", "avrop", "worker"])
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)


def _introduce(host: str, port: int) -> None:
    from avrop.site.demonstration.people import PEOPLE

    click.echo(
        f"\nThe site: http://{host}:{port}/   The API: http://{host}:{port}/api/v1/openapi.json"
    )
    click.echo("Sign in as (one click on the first page, no password):")
    for person in PEOPLE:
        roles = ", ".join(person.roles)
        click.echo(f"  {person.name:20} {person.organisation:30} {roles}")
    click.echo("Stop with Ctrl-C.")
