"""What leaves is judged before it is handed over, and what comes before it acts; what could not be
judged is never taken for valid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from avrop import documents
from avrop.documents.rules import check_tree
from avrop.exchange import actions, queries
from avrop.exchange.checking import check_document
from avrop.exchange.delivery import deliver_message
from avrop.exchange.intake import take_in_message
from avrop.exchange.queries import MessageView
from avrop.exchange.reading import Reading, ReadOnce
from avrop.exchange.tests.builders import (
    NOON,
    Organisation,
    an_order,
    taken_in_by,
    transmitted,
)

pytestmark = pytest.mark.django_db
Jobs = Callable[[], int]


def after_coming_to(seller: Organisation, content: bytes, run_jobs: Jobs) -> MessageView:
    kept = actions.receive(content, channel="as4", actor=seller.routine, at=datetime.now(UTC))
    run_jobs()
    return queries.message(kept.id, actor=seller.routine)


def out_of_order(content: bytes) -> bytes:
    """The same document with its number after its date, as the schema forbids."""
    head, number, rest = content.partition(b"<cbc:ID>AO-1</cbc:ID>")
    date, end, tail = rest.partition(b"</cbc:IssueDate>")
    return head + date + end + number + tail


def in_no_currency(content: bytes) -> bytes:
    """The same document in a currency that there is none of."""
    return content.replace(b"SEK", b"XXY")


def test_a_document_that_can_be_read_but_is_not_built_as_its_schema_says_is_refused(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    content = out_of_order(an_order(buyer, seller))
    assert documents.read(content).document.number == "AO-1"

    view = after_coming_to(seller, content, run_jobs)

    assert (view.state, view.document_number) == ("refused", "AO-1")
    assert "UBL" in [finding.rule_id for finding in view.findings]
    assert taken_in_by(seller) == 0


def test_a_document_that_breaks_a_rule_is_refused_with_its_findings(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    view = after_coming_to(seller, in_no_currency(an_order(buyer, seller)), run_jobs)

    assert view.state == "refused"
    assert {finding.rule_set for finding in view.findings} == {"2026.5"}
    assert taken_in_by(seller) == 0


def test_what_could_not_be_judged_is_refused_whatever_it_is(
    buyer: Organisation,
    seller: Organisation,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_given: object, **_how: object) -> None:
        raise RuntimeError

    content = an_order(buyer, seller)
    monkeypatch.setattr("avrop.documents.reading.check_tree", fail)

    view = after_coming_to(seller, content, run_jobs)

    assert (view.state, view.findings[0].code) == ("refused", "exchange.reader_failed")
    assert taken_in_by(seller) == 0


def test_what_breaks_a_rule_does_not_leave_and_stands_among_what_is_stuck_with_its_findings(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(in_no_currency(an_order(buyer, seller)), buyer, seller)

    run_jobs()

    (stuck,) = queries.stuck_page(actor=buyer.routine).items
    assert (stuck.id, stuck.state) == (sent_id, "failed")
    assert stuck.findings[0].code == "exchange.breaks_rules"
    assert all(finding.rule_set == "2026.5" for finding in stuck.findings[1:])
    assert len(stuck.findings) > 1
    assert queries.messages_page(direction="in", actor=seller.routine).items == ()


def test_what_was_held_back_is_judged_again_when_it_is_sent_again(
    buyer: Organisation,
    seller: Organisation,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = documents.Finding("rules.unknown_code", rule_id="PEPPOL-T01-R004")
    monkeypatch.setattr("avrop.documents.reading.check_tree", lambda *_given, **_how: (broken,))
    sent_id = transmitted(an_order(buyer, seller), buyer, seller)
    run_jobs()
    held_back = queries.message(sent_id, actor=buyer.routine)

    monkeypatch.setattr("avrop.documents.reading.check_tree", check_tree)
    monkeypatch.setattr("avrop.exchange.delivery.READINGS", ReadOnce())
    actions.resend(sent_id, "The rule is mended.", actor=buyer.routine, at=NOON)
    run_jobs()

    assert (held_back.state, held_back.findings[1].rule_id) == ("failed", "PEPPOL-T01-R004")
    assert queries.message(sent_id, actor=buyer.routine).state == "delivered"
    assert taken_in_by(seller) == 1


def test_everything_is_judged_by_the_rules_of_the_day_that_it_is_where_the_organisation_is(
    buyer: Organisation,
    seller: Organisation,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days: list[date | None] = []

    class Noting(ReadOnce):
        def read(self, content: bytes, *, limit: int, on: date) -> Reading:
            days.append(on)
            return super().read(content, limit=limit, on=on)

    def judging(*given: object, on: date | None, **how: object) -> documents.Judgement:
        days.append(on)
        return documents.judge(content)

    monkeypatch.setattr("avrop.exchange.delivery.READINGS", Noting())
    monkeypatch.setattr("avrop.exchange.checking.judge_file", judging)
    half_past_midnight = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    content = an_order(buyer, seller)

    sent_id = transmitted(content, buyer, seller)
    deliver_message(buyer.tenant_id, sent_id, at=half_past_midnight)
    (came,) = queries.messages_page(direction="in", actor=seller.routine).items
    take_in_message(seller.tenant_id, came.id, at=half_past_midnight)
    check_document(content, actor=seller.routine, at=half_past_midnight)

    assert days == [date(2026, 11, 21)] * 3
