"""Sending, receiving, trying again, opening: each does it once, or says no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from avrop.exchange import actions, channels, queries, waiting
from avrop.exchange.channels import HandOver, Outcome
from avrop.exchange.delivery import READINGS
from avrop.exchange.intake import take_in_message
from avrop.exchange.message_ledger import EXCERPT_BYTES
from avrop.exchange.queries import MessageView
from avrop.exchange.rules import MOST_ATTEMPTS
from avrop.exchange.tests.builders import (
    NOON,
    CountingTaker,
    Organisation,
    an_order,
    an_organisation,
    in_envelope,
    taken_in_by,
    transmitted,
)
from avrop.kernel.models import EventRow, Tenant
from avrop.kernel.problems import Forbidden, Invalid, Missing, Problem, Refused
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
Jobs = Callable[[], int]


def received(
    content: bytes, by: Organisation, *, channel: str = "as4", transport_id: str = ""
) -> MessageView:
    return actions.receive(
        content,
        channel=channel,
        transport_id=transport_id,
        actor=by.routine,
        at=datetime.now(UTC),
    )


def inbox(of: Organisation) -> list[MessageView]:
    return list(queries.messages_page(direction="in", actor=of.routine).items)


def look_at(message_id: UUID, of: Organisation) -> MessageView:
    return queries.message(message_id, actor=of.routine)


def steps(message_id: UUID, of: Organisation) -> list[str]:
    return [step.step for step in queries.steps(message_id, actor=of.routine)]


def published(of: Organisation) -> list[str]:
    with tenant_scope(of.tenant_id):
        return list(EventRow.objects.order_by("id").values_list("name", flat=True))


# Sending


def test_an_order_travels_to_the_seller_and_both_sides_know_each_layer(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    order_id, content = uuid7(), an_order(buyer, seller)

    sent_id = transmitted(content, buyer, seller, subject_id=order_id)
    run_jobs()

    sent, (came,) = look_at(sent_id, buyer), inbox(seller)
    assert (sent.state, sent.message_status, sent.business_response) == (
        "delivered",
        "accepted",
        "",
    )
    assert sent.transport_acknowledged_at is not None
    assert (came.state, came.kind, came.document_number) == ("taken_in", "order", "AO-1")
    assert (came.sender, came.receiver) == (buyer.participant, seller.participant)
    assert came.subject_id == taker.subjects[0]
    assert queries.payload(came.id, actor=seller.routine) == content
    assert [step.step for step in queries.trace(order_id, actor=buyer.routine)] == [
        "queued",
        "looked_up",
        "handed_over",
        "transport_acknowledged",
        "delivered",
        "message_status",
    ]
    assert published(buyer)[1:] == [
        "exchange.message_queued",
        "exchange.message_delivered",
        "exchange.message_acknowledged",
    ]
    assert published(seller)[1:] == ["exchange.message_received", "exchange.message_taken_in"]


def test_transmitting_twice_under_one_key_sends_one_message(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    first = transmitted(an_order(buyer, seller), buyer, seller, once_key="order/7")

    second = transmitted(an_order(buyer, seller, note="later"), buyer, seller, once_key="order/7")
    run_jobs()

    assert second == first
    assert len(inbox(seller)) == 1


def test_transmitting_takes_its_permission(buyer: Organisation, seller: Organisation) -> None:
    powerless = replace(buyer.routine, may=frozenset())

    with pytest.raises(Forbidden):
        actions.transmit(
            "order",
            "AO-1",
            b"",
            sender="",
            receiver="",
            once_key="k",
            subject_id=uuid7(),
            actor=powerless,
            at=NOON,
        )


def test_an_order_to_nobody_fails_is_kept_by_the_operator_and_can_be_resent(
    buyer: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    Tenant.objects.update(is_operator=False)  # tests that commit may have left some
    operator = an_organisation(is_operator=True)
    seller = an_organisation(is_registered=False)
    sent_id = transmitted(an_order(buyer, seller), buyer, seller)
    run_jobs()
    failed, (kept,) = look_at(sent_id, buyer), inbox(operator)

    actions.register_endpoint(seller.participant, actor=seller.routine, at=NOON)
    actions.resend(sent_id, "Registered now", actor=buyer.routine, at=NOON)
    run_jobs()

    assert (failed.state, [f.code for f in failed.findings]) == ("failed", ["exchange.no_receiver"])
    assert failed.message_status == "undeliverable"
    assert (kept.state, kept.findings[0].code) == ("undeliverable", "exchange.unknown_receiver")
    assert kept.available_actions == ("retry_take_in",)
    sent = look_at(sent_id, buyer)
    assert (sent.state, sent.message_status, sent.findings) == ("delivered", "accepted", ())
    assert taken_in_by(seller) == 1


def test_the_operator_can_pass_on_what_had_no_receiver(buyer: Organisation, run_jobs: Jobs) -> None:
    Tenant.objects.update(is_operator=False)  # tests that commit may have left some
    operator = an_organisation(is_operator=True)
    seller = an_organisation(is_registered=False)
    sent_id = transmitted(an_order(buyer, seller), buyer, seller)
    run_jobs()
    (kept,) = inbox(operator)

    actions.register_endpoint(seller.participant, actor=seller.routine, at=NOON)
    actions.retry_take_in(kept.id, "Registered now", actor=operator.routine, at=NOON)
    run_jobs()

    assert look_at(kept.id, operator).state == "forwarded"
    assert taken_in_by(seller) == 1
    # What reaches the business has been delivered, whatever the transport said before.
    assert look_at(sent_id, buyer).state == "delivered"


def test_resending_what_the_seller_has_makes_no_second_order(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(an_order(buyer, seller), buyer, seller)
    run_jobs()

    actions.resend(sent_id, "The seller misses it", actor=buyer.routine, at=NOON)
    run_jobs()

    (came,) = inbox(seller)
    assert look_at(sent_id, buyer).state == "delivered"
    assert taken_in_by(seller) == 1
    assert steps(came.id, seller) == ["received", "taken_in", "repeated"]


def test_a_document_that_breaks_its_rules_does_not_leave(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(b"<Order/>", buyer, seller)

    run_jobs()

    assert look_at(sent_id, buyer).state == "failed"
    assert look_at(sent_id, buyer).findings[0].code == "exchange.breaks_rules"
    assert inbox(seller) == []


def test_only_the_access_points_own_refusal_is_final(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [HandOver(Outcome.FAILED, "exchange.no_channel"), HandOver(Outcome.REFUSED, "as4")]
    monkeypatch.setitem(channels._CHANNELS, "as4", lambda attempt, at: answers.pop(0))
    sent_id = transmitted(an_order(buyer, seller), buyer, seller, channel="as4")
    run_jobs()

    actions.resend(sent_id, "Again", actor=buyer.routine, at=NOON)
    run_jobs()

    assert look_at(sent_id, buyer).state == "refused_by_access_point"
    with pytest.raises(Refused) as refusal:
        actions.resend(sent_id, "Once more", actor=buyer.routine, at=NOON)
    assert refusal.value.codes == ["kernel.wrong_step"]


def test_a_failure_reported_late_changes_the_same_record(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(an_order(buyer, seller), buyer, seller)
    run_jobs()

    view = actions.record_failure(
        sent_id, "exchange.no_receiver", is_final=False, actor=buyer.routine, at=NOON
    )

    assert (view.id, view.state) == (sent_id, "failed")
    assert "resend" in view.available_actions


def test_trouble_that_passes_is_tried_again_and_then_left_to_a_person(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(attempt: object, at: object) -> HandOver:
        raise ConnectionError

    monkeypatch.setitem(channels._CHANNELS, "as4", away)
    sent_id = transmitted(an_order(buyer, seller), buyer, seller, channel="as4")

    run_jobs()
    for _ in range(MOST_ATTEMPTS - 1):
        assert look_at(sent_id, buyer).state == "queued"
        waiting.retry_due(at=NOON.replace(year=2100))
        run_jobs()

    assert look_at(sent_id, buyer).state == "failed"
    assert look_at(sent_id, buyer).findings[0].code == "exchange.gave_up"


# Receiving


def test_the_same_bytes_again_are_the_same_message_whichever_way_they_come(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    content = an_order(buyer, seller)
    first = received(content, seller, transport_id="1")
    run_jobs()

    again = received(content, seller, transport_id="1")
    by_mail = received(content, seller, channel="mail")
    run_jobs()

    assert (again.id, again.is_repeat, again.state) == (first.id, True, "taken_in")
    assert (by_mail.id, by_mail.is_repeat) == (first.id, True)
    assert taken_in_by(seller) == 1
    assert steps(first.id, seller) == ["received", "taken_in", "repeated", "repeated"]


def test_the_same_document_in_another_envelope_is_a_repetition(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    content = an_order(buyer, seller)
    first = received(in_envelope(content, buyer, seller, "one"), seller)
    run_jobs()

    second = received(in_envelope(content, buyer, seller, "two"), seller)
    bare = received(content, seller)
    run_jobs()

    for repetition in (second, bare):
        view = look_at(repetition.id, seller)
        assert (view.state, view.first_id) == ("repeated", first.id)
    assert taken_in_by(seller) == 1


def test_the_same_number_with_other_content_is_a_conflict_that_is_announced(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    first = received(an_order(buyer, seller), seller)
    run_jobs()

    second = received(an_order(buyer, seller, note="Another"), seller)
    run_jobs()

    view = look_at(second.id, seller)
    assert (view.state, view.first_id) == ("conflict", first.id)
    assert [finding.code for finding in view.findings] == ["exchange.key_taken"]
    assert queries.said(view.findings[0]).fixer == "coordinator"
    assert published(seller)[-1] == "exchange.message_conflicting"
    assert taken_in_by(seller) == 1


def test_the_same_envelope_with_another_document_is_a_conflict(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    received(in_envelope(an_order(buyer, seller), buyer, seller, "one"), seller)
    run_jobs()

    other = an_order(buyer, seller, number="AO-2")
    second = received(in_envelope(other, buyer, seller, "one"), seller)
    run_jobs()

    assert look_at(second.id, seller).state == "conflict"
    assert taken_in_by(seller) == 1


def test_the_same_transport_id_with_other_bytes_is_a_conflict(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    first = received(an_order(buyer, seller), seller, transport_id="1")

    second = received(an_order(buyer, seller, number="AO-2"), seller, transport_id="1")
    run_jobs()

    view = look_at(second.id, seller)
    assert (view.state, view.first_id) == ("conflict", first.id)
    assert taken_in_by(seller) == 1


def test_a_conflict_is_settled_with_a_reason_and_without_another_effect(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    first, second = a_conflict(buyer, seller, run_jobs)
    assert second.available_actions == ("settle_conflict",)

    view = actions.settle_conflict(
        second.id, " The buyer meant the first. ", actor=seller.routine, at=datetime.now(UTC)
    )
    run_jobs()

    assert (view.state, view.first_id, view.available_actions) == ("settled", first.id, ())
    assert look_at(first.id, seller).state == "taken_in"
    assert taken_in_by(seller) == 1
    last = queries.steps(second.id, actor=seller.routine)[-1]
    assert (last.step, last.detail) == ("settled", {"reason": "The buyer meant the first."})
    assert published(seller)[-1] == "exchange.conflict_settled"


def test_a_conflict_is_not_settled_without_a_reason(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    _, second = a_conflict(buyer, seller, run_jobs)
    before = published(seller)

    with pytest.raises(Invalid) as refusal:
        actions.settle_conflict(second.id, "  ", actor=seller.routine, at=NOON)

    assert refusal.value.codes == ["exchange.no_reason"]
    assert look_at(second.id, seller).state == "conflict"
    assert published(seller) == before


def test_only_a_conflict_is_settled(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    first, second = a_conflict(buyer, seller, run_jobs)
    actions.settle_conflict(second.id, "Asked", actor=seller.routine, at=NOON)

    for message in (first, second):
        with pytest.raises(Refused) as refusal:
            actions.settle_conflict(message.id, "Again", actor=seller.routine, at=NOON)
        assert refusal.value.codes == ["kernel.wrong_step"]
    with pytest.raises(Missing):
        actions.settle_conflict(second.id, "Not mine", actor=buyer.routine, at=NOON)


def a_conflict(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> tuple[MessageView, MessageView]:
    """Two messages at the seller under one number, of which the first was taken in."""
    first = received(an_order(buyer, seller), seller)
    run_jobs()
    second = received(an_order(buyer, seller, note="Another"), seller)
    run_jobs()
    return look_at(first.id, seller), look_at(second.id, seller)


def test_a_corrected_document_may_come_under_the_number_of_a_refused_one(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    taker.problems = [Refused((Problem("sales.unknown_item", {"item": "A1"}, ("lines", 1)),))]
    first = received(an_order(buyer, seller), seller)
    run_jobs()

    second = received(an_order(buyer, seller, note="Corrected"), seller)
    run_jobs()

    refused = look_at(first.id, seller)
    assert (refused.state, refused.findings[0].place) == ("refused", ("lines", 1))
    assert refused.findings[0].values == {"item": "A1"}
    assert look_at(second.id, seller).state == "taken_in"
    assert taken_in_by(seller) == 1  # the refused taking was rolled back


def test_an_unknown_sender_is_kept_and_taken_in_when_it_is_tried_again(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    unknown = Refused((Problem("exchange.unknown_sender"),))
    taker.problems = [unknown, unknown]
    content = an_order(buyer, seller)
    kept = received(content, seller)
    run_jobs()
    assert look_at(kept.id, seller).state == "undeliverable"

    actions.retry_take_in(kept.id, "Registered", actor=seller.routine, at=NOON)
    run_jobs()
    assert look_at(kept.id, seller).state == "undeliverable"

    received(content, seller)  # the sender has sent it once more: reason enough to try
    run_jobs()
    assert look_at(kept.id, seller).state == "taken_in"
    assert taken_in_by(seller) == 1


def test_what_comes_too_early_waits_for_what_it_refers_to(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    taker.problems = [Refused((Problem("exchange.comes_too_early"),))]
    early = received(an_order(buyer, seller, number="AO-1"), seller)
    run_jobs()
    assert look_at(early.id, seller).state == "received"

    received(an_order(buyer, seller, number="AO-0"), seller)
    run_jobs()

    assert look_at(early.id, seller).state == "taken_in"
    assert steps(early.id, seller) == ["received", "waiting", "taken_in"]


def test_a_busy_sender_does_not_use_up_the_patience_with_what_comes_too_early(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    early = Refused((Problem("exchange.comes_too_early"),))
    taker.problems = [early]
    kept = received(an_order(buyer, seller), seller)
    run_jobs()

    for number in range(MOST_ATTEMPTS + 1):
        received(an_order(buyer, seller, number=f"AO-X{number}"), seller)
        taker.refused_numbers = {"AO-1": early}
        run_jobs()

    assert look_at(kept.id, seller).state == "received"


def test_what_is_always_too_early_is_refused_in_the_end(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    early = Refused((Problem("exchange.comes_too_early"),))
    taker.problems = [early] * MOST_ATTEMPTS
    kept = received(an_order(buyer, seller), seller)

    run_jobs()
    for _ in range(MOST_ATTEMPTS):
        waiting.retry_due(at=NOON.replace(year=2100))
        run_jobs()

    view = look_at(kept.id, seller)
    assert (view.state, view.findings[0].code) == ("refused", "exchange.comes_too_early")


def test_a_taker_that_breaks_down_leaves_a_definite_state(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    taker.problems = [ZeroDivisionError()]
    kept = received(an_order(buyer, seller), seller)

    run_jobs()

    view = look_at(kept.id, seller)
    assert (view.state, view.findings[0].code) == ("undeliverable", "exchange.taker_failed")
    assert taken_in_by(seller) == 0


def test_a_database_in_trouble_is_tried_again(
    buyer: Organisation, seller: Organisation, taker: CountingTaker, run_jobs: Jobs
) -> None:
    taker.problems = [OperationalError("deadlock detected")]
    kept = received(an_order(buyer, seller), seller)
    run_jobs()

    waiting.retry_due(at=NOON.replace(year=2100))
    run_jobs()

    assert look_at(kept.id, seller).state == "taken_in"


def test_bytes_that_kill_their_reader_are_not_tried_for_ever(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(content: bytes, **how: object) -> None:
        raise Killed

    monkeypatch.setattr(READINGS, "read", kill)
    kept = received(an_order(buyer, seller), seller)

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            take_in_message(seller.tenant_id, kept.id, at=NOON)
    take_in_message(seller.tenant_id, kept.id, at=NOON)

    view = look_at(kept.id, seller)
    assert (view.state, view.findings[0].code) == ("undeliverable", "exchange.gave_up")


def test_a_kind_nobody_takes_in_is_kept(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avrop.exchange.takers._TAKERS", {})
    kept = received(an_order(buyer, seller), seller)

    run_jobs()

    view = look_at(kept.id, seller)
    assert (view.state, view.findings[0].code) == ("undeliverable", "exchange.no_taker")


def test_what_is_addressed_to_another_organisation_is_not_taken_in(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    kept = received(an_order(buyer, seller), buyer)

    run_jobs()

    view = look_at(kept.id, buyer)
    assert (view.state, view.findings[0].code) == ("undeliverable", "exchange.receiver_elsewhere")
    assert inbox(seller) == []


def test_nobody_outside_may_bring_messages_by_an_inner_channel(seller: Organisation) -> None:
    with pytest.raises(Invalid) as refusal:
        received(b"", seller, channel="portal", transport_id=f"{seller.tenant_id}/{uuid7()}")

    assert refusal.value.codes == ["exchange.channel_is_internal"]


def test_a_file_over_the_limit_is_refused_and_its_beginning_kept(
    seller: Organisation, run_jobs: Jobs, settings: pytest.FixtureRequest
) -> None:
    settings.MESSAGE_LIMIT_BYTES = 100_000  # type: ignore[attr-defined]

    view = received(b"x" * 100_001, seller)
    ran = run_jobs()

    assert (view.state, view.findings[0].code, view.size) == (
        "refused",
        "exchange.too_large",
        100_001,
    )
    assert len(queries.payload(view.id, actor=seller.routine)) == EXCERPT_BYTES
    assert ran == 1  # its sender would be told, were he known: nobody tries to read it
    actions.retry_take_in(view.id, "The limit has been raised", actor=seller.routine, at=NOON)
    run_jobs()
    again = look_at(view.id, seller)
    assert (again.state, again.findings[0].code) == ("refused", "exchange.payload_incomplete")


# The portal


def test_a_message_of_the_portal_has_arrived_when_a_person_has_opened_it(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(an_order(buyer, seller), buyer, seller, channel="portal")
    run_jobs()
    before, (came,) = look_at(sent_id, buyer), inbox(seller)
    clerk = replace(seller.routine, person_id=uuid7(), system="")

    for _ in range(2):
        actions.acknowledge(came.id, actor=clerk, at=NOON)
        run_jobs()

    assert (before.state, before.transport_acknowledged_at) == ("handed_over", None)
    assert before.message_status == "accepted"
    assert (came.state, came.available_actions) == ("taken_in", ("acknowledge",))
    after = look_at(sent_id, buyer)
    assert (after.state, after.transport_acknowledged_at) == ("delivered", NOON)
    assert look_at(came.id, seller).available_actions == ()
    assert steps(sent_id, buyer).count("transport_acknowledged") == 1


def test_a_routine_opens_nothing(buyer: Organisation, seller: Organisation, run_jobs: Jobs) -> None:
    transmitted(an_order(buyer, seller), buyer, seller, channel="portal")
    run_jobs()

    with pytest.raises(Refused) as refusal:
        actions.acknowledge(inbox(seller)[0].id, actor=seller.routine, at=NOON)

    assert refusal.value.codes == ["exchange.only_a_person_opens"]


# Answers, addresses, cost


def test_an_answer_is_noted_on_both_sides(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    order_id = uuid7()
    sent_id = transmitted(an_order(buyer, seller), buyer, seller, subject_id=order_id)
    run_jobs()
    (came,) = inbox(seller)

    actions.transmit(
        "order_response",
        "OR-1",
        b"",
        sender=seller.participant,
        receiver=buyer.participant,
        once_key="answer/1",
        subject_id=uuid7(),
        in_reply_to=came.id,
        actor=seller.routine,
        at=NOON,
    )
    actions.note_business_response(order_id, "AP", actor=buyer.routine, at=NOON)

    assert look_at(came.id, seller).business_response == "order_response"
    assert look_at(sent_id, buyer).business_response == "AP"
    assert look_at(sent_id, buyer).business_response_at == NOON


def test_a_participant_has_one_receiver_for_each_kind_of_document(
    buyer: Organisation, seller: Organisation
) -> None:
    actions.register_endpoint(
        "0007:5560360793", document_kind="invoice", actor=buyer.routine, at=NOON
    )
    actions.register_endpoint("0007:556036-0793", actor=seller.routine, at=NOON)

    with pytest.raises(Refused) as refusal:
        actions.register_endpoint("0007:5560360793", actor=buyer.routine, at=NOON)

    assert refusal.value.codes == ["exchange.endpoint_taken"]
    assert queries.tenant_of("0007:5560360793", "invoice") == buyer.tenant_id
    assert queries.tenant_of("0007:5560360793", "order") == seller.tenant_id
    actions.withdraw_endpoint("0007:5560360793", actor=seller.routine, at=NOON)
    assert queries.tenant_of("0007:5560360793", "order") is None


def test_messages_of_others_are_missing(buyer: Organisation, seller: Organisation) -> None:
    kept = received(b"", seller)

    for ask in (queries.message, queries.payload):
        with pytest.raises(Missing):
            ask(kept.id, actor=buyer.routine)
    assert queries.steps(kept.id, actor=buyer.routine) == ()


def test_receiving_takes_as_many_statements_at_a_thousand_lines_as_at_one(
    buyer: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    counts = []
    for lines in (1, 100, 1_000):
        number = f"AO-{lines}"
        content = an_order(buyer, seller, number=number, lines=lines)
        transmitted(content, buyer, seller, number=number, once_key=number)
        with CaptureQueriesContext(connection) as sending:
            run_jobs()
        counts.append(len(sending))

    assert len(set(counts)) == 1
