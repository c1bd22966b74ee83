"""What the exchange decides by values alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop import documents
from avrop.exchange import points
from avrop.exchange.findings import (
    MOST_KEPT,
    MessageFinding,
    as_document_finding,
    from_documents,
    from_problems,
    read_stored,
    stored,
)
from avrop.exchange.lifecycle import INBOUND, OUTBOUND, State
from avrop.exchange.reading import ReadOnce, read_bytes, same_document
from avrop.exchange.rules import MOST_ATTEMPTS, key_of, next_try, participant, tidy
from avrop.kernel.canonical import canonical_json
from avrop.kernel.lifecycle import Lifecycle
from avrop.kernel.problems import Problem
from avrop.values import Money, Quantity

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MEGABYTE = 1024 * 1024


def test_a_participant_is_written_one_way() -> None:
    assert participant("0007:556036-0793") == "0007:5560360793"
    assert participant("iso6523-actorid-upis::0007:5560360793") == "0007:5560360793"
    assert participant(" Unknown:ABC ") == "unknown:abc"


@given(st.text())
def test_any_text_from_outside_fits_a_table(text: str) -> None:
    tidied = tidy(text)

    assert "\x00" not in tidied
    assert len(tidied) <= 300
    tidied.encode()


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_only_equal_parts_make_equal_keys(one: list[str], other: list[str]) -> None:
    plain = [[part.encode("utf-8", "replace") for part in parts] for parts in (one, other)]
    assert (key_of(*one) == key_of(*other)) == (plain[0] == plain[1])


def test_pauses_grow_until_a_person_must_look() -> None:
    pauses = [next_try(attempt, at=NOON) for attempt in range(1, MOST_ATTEMPTS + 1)]

    assert pauses[0] == NOON + timedelta(seconds=2)
    assert pauses[-2] == NOON + timedelta(minutes=15)
    assert pauses[-1] is None


@pytest.mark.parametrize("lifecycle", [INBOUND, OUTBOUND])
@given(choices=st.data())
def test_no_run_of_verbs_leaves_the_table(lifecycle: Lifecycle, choices: st.DataObject) -> None:
    state = str(State.RECEIVED if lifecycle is INBOUND else State.QUEUED)
    for _ in range(6):
        verbs = lifecycle.verbs_from(state)
        if not verbs:
            break
        state = lifecycle.after(state, choices.draw(st.sampled_from(verbs)))

    assert state in State


def test_nothing_follows_the_access_points_own_refusal() -> None:
    assert OUTBOUND.verbs_from(State.REFUSED_BY_ACCESS_POINT) == ()


@given(st.binary(max_size=300))
def test_any_bytes_have_a_reading(content: bytes) -> None:
    reading = read_bytes(content, limit=MEGABYTE, on=NOON.date())

    assert not reading.valid
    assert reading.findings
    assert reading.once == ()


def test_a_mistake_in_the_reader_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes, **limits: object) -> None:
        raise RecursionError

    monkeypatch.setattr(documents, "read", fail)

    reading = read_bytes(b"<a/>", limit=MEGABYTE, on=NOON.date())

    assert reading.findings == (
        MessageFinding("exchange.reader_failed", values={"error": "RecursionError"}),
    )


def test_what_was_read_is_read_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def note(content: bytes, *, limit: int, on: date) -> object:
        asked.append(content)
        return object()

    monkeypatch.setattr("avrop.exchange.reading.read_bytes", note)
    once = ReadOnce(most=3)

    for content in (b"a", b"a", b"bb", b"ccc", b"a", b"long"):
        once.read(content, limit=MEGABYTE, on=NOON.date())

    assert asked == [b"a", b"bb", b"ccc", b"a", b"long"]


ORDER = (
    '<o:Order xmlns:o="urn:oasis:names:specification:ubl:schema:xsd:Order-2" '
    'xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
    "<b:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</b:CustomizationID>"
    "<b:ID>{number}</b:ID></o:Order>"
)


def test_prefixes_comments_and_white_space_do_not_make_another_document() -> None:
    one = ORDER.format(number="1").encode()
    same = ORDER.replace("b:", "c:").replace(":b=", ":c=").replace("><", ">\n <!-- x --><")

    assert same_document(one, same.format(number="1").encode())
    assert not same_document(one, ORDER.format(number="2").encode())
    assert not same_document(one, b"nothing")


def test_how_much_more_of_the_same_there_is_is_kept_with_a_finding() -> None:
    many = documents.Finding("rules.unknown_code", rule_id="PEPPOL-T01-R004", more=4211)

    (kept,) = read_stored(stored(from_documents([many])))

    assert kept.more == as_document_finding(kept).more == 4211


def test_findings_keep_the_kinds_of_their_values() -> None:
    values = {
        "money": Money(Decimal("12.50"), "SEK"),
        "quantity": Quantity(Decimal(4), "C62"),
        "share": Decimal("0.25"),
        "day": date(2026, 11, 20),
        "at": NOON,
        "id": UUID(int=7),
        "count": 3,
        "late": True,
        "name": "Mjölk",
    }
    found = from_problems([Problem("sales.price", values, ("lines", 3, "price"), "order_clerk")])

    stored_rows = stored(found)

    assert read_stored(stored_rows) == found
    assert canonical_json(stored_rows)


def test_a_documents_finding_can_be_worded_again() -> None:
    finding = documents.Finding(
        "rules.missing",
        rule_id="PEPPOL-T01-B07202",
        rule_set="2026.5",
        xpath="/Order",
        place=documents.Place("3", ("Price",), 7, 1),
        values={"term": "cac:Price"},
    )

    (read,) = read_stored(stored(from_documents([finding])))

    assert as_document_finding(read) == finding


def test_of_very_many_findings_the_first_are_kept_and_the_rest_counted() -> None:
    found = [documents.Finding("rules.missing")] * (MOST_KEPT + 5)

    kept = from_documents(found)

    assert len(kept) == MOST_KEPT + 1
    assert (kept[-1].code, kept[-1].values) == ("exchange.more_findings", {"count": 5})


def test_a_process_dies_at_the_point_the_environment_names() -> None:
    code = "from avrop.exchange import points; points.reached('send.2'); points.reached('send.3')"
    environment = {**os.environ, points.VARIABLE: "send.3"}

    ended = subprocess.run([sys.executable, "-c", code], env=environment, check=False)

    assert ended.returncode == -9
