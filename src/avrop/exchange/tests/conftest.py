"""Rights are another floor's: here a routine may do what it lists, and a person everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from avrop.exchange import takers
from avrop.exchange.rules import ANSWERS
from avrop.exchange.takers import Taker
from avrop.exchange.tests.builders import ALL_RIGHTS, CountingTaker, Organisation, an_organisation
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import Within, holds_port, require_port
from avrop.kernel.problems import Forbidden, Problem


def listed_rights(actor: Actor, right: Permission, at: datetime, within: Within) -> Actor:
    """The port's answer in these tests."""
    if not actor.is_person and right.name not in actor.may:
        raise Forbidden((Problem("authority.no_mandate"),))
    return actor


@pytest.fixture(autouse=True)
def _rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(require_port, "_answerer", listed_rights)
    monkeypatch.setattr(holds_port, "_answerer", lambda actor, right, within: True)


@pytest.fixture(autouse=True)
def taker(monkeypatch: pytest.MonkeyPatch) -> CountingTaker:
    """Who takes orders in, instead of the business that does so in earnest."""
    counting = CountingTaker()
    own = {kind: takers.taker_of(kind) for kind in ANSWERS}  # registered when the app is loaded
    known = {"order": Taker("exchange.tests", "order", counting, ALL_RIGHTS), **own}
    monkeypatch.setattr(takers, "_TAKERS", known)
    return counting


@pytest.fixture
def run_jobs() -> Iterator[Callable[[], int]]:
    """Runs what has been queued, and what follows from it."""
    with running_here() as drain:
        yield drain


@pytest.fixture
def buyer(db: None) -> Organisation:
    return an_organisation()


@pytest.fixture
def seller(db: None) -> Organisation:
    return an_organisation()
