"""The collected example documents, each given twice: a definite state, and nothing doubled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from avrop import documents
from avrop.exchange import actions, mailroom, takers
from avrop.exchange.takers import Taker
from avrop.exchange.tests.builders import (
    ALL_RIGHTS,
    NOON,
    CountingTaker,
    Organisation,
    an_organisation,
)
from avrop.kernel.models import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]

DEFINITE = {"taken_in", "refused", "undeliverable", "conflict", "repeated"}


@pytest.fixture
def everything_taker(monkeypatch: pytest.MonkeyPatch) -> CountingTaker:
    """Takes every kind in."""
    counting = CountingTaker()
    known = {kind: Taker("exchange.tests", kind, counting, ALL_RIGHTS) for kind in documents.KINDS}
    monkeypatch.setattr(takers, "_TAKERS", known)
    return counting


def register_receiver(raw: bytes, organisation: Organisation) -> bool:
    """Make an organisation the receiver of a document; whether the document is a valid one."""
    try:
        read = documents.read(raw)
    except documents.UnreadableDocument:
        return False
    if read.receiver:
        actions.register_endpoint(str(read.receiver), actor=organisation.routine, at=NOON)
    return read.valid


def test_every_example_comes_to_a_definite_state_once(
    corpus: Path, everything_taker: CountingTaker
) -> None:
    Tenant.objects.update(is_operator=False)  # tests that commit may have left some
    an_organisation(is_operator=True)
    receiver = an_organisation()
    examples = [path.read_bytes() for path in sorted(corpus.glob("peppol/examples/**/*.xml"))]
    valid = [register_receiver(raw, receiver) for raw in examples]

    first = [mailroom.receive_file(raw, at=NOON) for raw in examples]
    second = [mailroom.receive_file(raw, at=NOON) for raw in examples]

    assert {view.state for view in first} <= DEFINITE
    assert [view.id for view in second] == [view.id for view in first]
    assert [view.state for view in second] == [view.state for view in first]
    for view, is_valid in zip(first, valid, strict=True):
        expected = {"taken_in", "conflict", "repeated"} if is_valid else {"refused"}
        assert view.state in expected, (view.kind, view.document_number, view.findings)
    distinct = {view.id for view in first if view.state == "taken_in"}
    assert len(everything_taker.subjects) == len(distinct)
    assert Counter(view.state for view in first)["taken_in"] > 0
