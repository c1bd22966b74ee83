"""Whose message is refused is told so by a message of the message level, once; and what partners answer
of ours is filed at the message that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test.utils import override_settings

from avrop import documents
from avrop.documents import LineIssue, LineResponse
from avrop.documents.common import DocumentReference, Identifier
from avrop.documents.document_response import RULE_VIOLATION
from avrop.documents.parties import Party
from avrop.documents.tests import builders as samples
from avrop.exchange import actions, channels, queries
from avrop.exchange.answering import answers_taken
from avrop.exchange.intake import take_in_message
from avrop.exchange.queries import MessageView
from avrop.exchange.takers import UNKNOWN_SENDER
from avrop.exchange.tests.builders import (
    NOON,
    CountingTaker,
    Network,
    Organisation,
    an_order,
    an_organisation,
    in_envelope,
    transmitted,
)
from avrop.kernel.models import EventRow
from avrop.kernel.problems import Problem, Refused
from avrop.kernel.scope import tenant_scope

pytestmark = pytest.mark.django_db
Jobs = Callable[[], int]
INSTANCE = "90f14eff-3705-4869-ad3c-caae270a234e"
OUR_PROVIDER, THEIR_PROVIDER = "0242:000123", "0242:000456"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    found = Network()
    monkeypatch.setitem(channels._CHANNELS, "as4", found)
    return found


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    with override_settings(AVROP_SERVICE_PROVIDER=OUR_PROVIDER):
        yield


def asking_for_a_status(document: bytes) -> bytes:
    """A document in an envelope that says whom to tell."""
    read = documents.read(document)
    envelope = documents.envelope_for(read.document, instance_id=INSTANCE, created_at=NOON)
    scheme, _, value = THEIR_PROVIDER.partition(":")
    return documents.wrap(document, replace(envelope, status_to=Identifier(value, scheme)))


def in_no_currency(content: bytes) -> bytes:
    """The same document in a currency that there is none of."""
    return content.replace(b"SEK", b"XXY")


def coming_to(
    seller: Organisation, content: bytes, run_jobs: Jobs, channel: str = "as4"
) -> MessageView:
    kept = actions.receive(content, channel=channel, actor=seller.routine, at=datetime.now(UTC))
    run_jobs()
    return queries.message(kept.id, actor=seller.routine)


def outbox_of(of: Organisation) -> list[MessageView]:
    return list(queries.messages_page(direction="out", actor=of.routine).items)


# What is told of what came


def test_a_status_tells_the_provider_that_asks_what_was_found(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    content = asking_for_a_status(in_no_currency(an_order(buyer, seller)))

    came = coming_to(seller, content, run_jobs)

    (answer,), (handed_over,) = network.answers, network.handed_over
    status = answer.document
    assert isinstance(status, documents.MessageLevelStatus)
    assert (status.code, status.message_id) == ("RE", INSTANCE)
    assert (handed_over.sender, handed_over.receiver) == (OUR_PROVIDER, THEIR_PROVIDER)
    assert {issue.reason_code for line in status.lines for issue in line.issues} == {"BV"}
    assert all(line.line.startswith("/") for line in status.lines)
    assert documents.judge(handed_over.content or b"").valid
    assert (came.state, came.message_status, came.business_response) == ("refused", "rejected", "")


def test_what_is_not_built_as_its_schema_says_is_a_fault_of_syntax(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    content = an_order(buyer, seller)
    head, number, rest = content.partition(b"<cbc:ID>AO-1</cbc:ID>")
    date, end, tail = rest.partition(b"</cbc:IssueDate>")

    coming_to(seller, asking_for_a_status(head + date + end + number + tail), run_jobs)

    (status,) = (one.document for one in network.answers)
    assert isinstance(status, documents.MessageLevelStatus)
    line = status.lines[0]
    assert line.issues[0].reason_code == "SV"


def test_what_is_for_nobody_here_is_a_failure_of_delivery(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    nobody = Organisation(seller.tenant_id, "0204:nobody")

    came = coming_to(seller, asking_for_a_status(an_order(buyer, nobody)), run_jobs)

    (status,) = (one.document for one in network.answers)
    assert isinstance(status, documents.MessageLevelStatus)
    assert [issue.reason_code for line in status.lines for issue in line.issues] == ["FD"]
    assert (came.state, came.message_status) == ("undeliverable", "undeliverable")


def test_what_somebody_takes_in_after_all_is_accepted_though_its_sender_had_been_told(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    forgotten = Organisation(seller.tenant_id, f"0204:{seller.tenant_id.hex[:12]}")
    came = coming_to(seller, asking_for_a_status(an_order(buyer, forgotten)), run_jobs)
    actions.register_endpoint(forgotten.participant, actor=seller.routine, at=NOON)

    actions.retry_take_in(came.id, "It is ours.", actor=seller.routine, at=NOON)
    run_jobs()

    taken = queries.message(came.id, actor=seller.routine)
    assert (came.message_status, taken.state) == ("undeliverable", "taken_in")
    assert taken.message_status == "accepted"
    assert len(network.handed_over) == 1


def test_an_error_of_ours_is_not_answered_since_it_can_be_mended(
    buyer: Organisation,
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
    taker: CountingTaker,
) -> None:
    taker.problems = [RuntimeError("a mistake")]

    came = coming_to(seller, asking_for_a_status(an_order(buyer, seller)), run_jobs)

    assert (came.state, came.findings[0].code) == ("undeliverable", "exchange.taker_failed")
    assert (network.handed_over, came.message_status) == ([], "")


def test_what_stands_for_a_decision_is_not_even_read(
    buyer: Organisation,
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came = coming_to(seller, asking_for_a_status(an_order(buyer, seller)), run_jobs)
    monkeypatch.setattr(actions, "envelope_of", None)

    told = actions.answer_refused(came.id, {"mlr": "as4"}, actor=seller.routine, at=NOON)

    assert (came.state, told) == ("taken_in", None)


def test_nobody_responds_in_the_name_of_a_receiver_who_is_somebody_else(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    other = an_organisation()
    came = coming_to(seller, an_order(buyer, other), run_jobs)

    told = actions.answer_refused(came.id, {"mlr": "as4"}, actor=seller.routine, at=NOON)

    assert (came.findings[0].code, told) == ("exchange.receiver_elsewhere", None)
    assert outbox_of(seller) == []


def test_who_is_outside_is_told_of_a_wrong_receiver_in_words_for_him(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    other = an_organisation()

    coming_to(seller, asking_for_a_status(an_order(buyer, other)), run_jobs)

    (status,) = (one.document for one in network.answers)
    assert isinstance(status, documents.MessageLevelStatus)
    assert [issue.description for line in status.lines for issue in line.issues] == [
        f"The organisation that the message came to does not receive for {other.participant}."
    ]


def test_where_nobody_asks_nobody_is_told(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    content = in_envelope(in_no_currency(an_order(buyer, seller)), buyer, seller, INSTANCE)

    came = coming_to(seller, content, run_jobs)

    assert (came.state, came.message_status, outbox_of(seller)) == ("refused", "", [])


def test_a_partner_who_takes_responses_gets_one_by_the_channel_that_is_agreed(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    came = coming_to(seller, in_no_currency(an_order(buyer, seller)), run_jobs, channel="upload")

    actions.answer_refused(came.id, {"mlr": "as4"}, actor=seller.routine, at=NOON)
    run_jobs()

    (handed_over,), (read,) = network.handed_over, network.answers
    response = read.document
    assert isinstance(response, documents.MessageLevelResponse)
    assert (response.code, response.document.number) == ("RE", "AO-1")
    assert (handed_over.sender, handed_over.receiver) == (seller.participant, buyer.participant)
    assert documents.judge(handed_over.content or b"").valid


def test_what_is_agreed_goes_before_what_is_asked_for() -> None:
    assert answers_taken({}, "as4") == (("mls", "as4"),)
    assert answers_taken({"mlr": "sftp"}, "as4") == (("mlr", "sftp"),)
    assert answers_taken({"mls": "none"}, "as4") == (("mls", "none"),)


def test_a_message_is_answered_once_however_often_it_is_asked_for(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    came = coming_to(seller, asking_for_a_status(in_no_currency(an_order(buyer, seller))), run_jobs)

    for minutes in (1, 2):
        at = NOON + timedelta(minutes=minutes)
        actions.answer_refused(came.id, {}, actor=seller.routine, at=at)
    actions.retry_take_in(came.id, "Once more.", actor=seller.routine, at=NOON)
    run_jobs()

    assert len(network.handed_over) == len(outbox_of(seller)) == 1
    assert queries.message(came.id, actor=seller.routine).state == "refused"


def test_what_somebody_may_yet_take_in_is_not_answered(
    buyer: Organisation,
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
    taker: CountingTaker,
) -> None:
    taker.problems = [Refused((Problem(UNKNOWN_SENDER),))]

    came = coming_to(seller, asking_for_a_status(an_order(buyer, seller)), run_jobs)

    assert (came.state, network.handed_over) == ("undeliverable", [])


@pytest.mark.parametrize(
    "build", [samples.a_message_level_response, samples.a_message_level_status]
)
def test_no_answer_is_ever_answered(
    build: Callable[[], documents.Document],
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
) -> None:
    scheme, _, value = seller.participant.partition(":")
    answer = replace(build(), receiver=Party(endpoint=Identifier(value, scheme)))

    came = coming_to(seller, asking_for_a_status(documents.write(answer)), run_jobs)

    assert came.state in ("refused", "undeliverable")
    assert network.handed_over == []


def test_inside_one_installation_a_report_says_it_and_no_message(
    buyer: Organisation,
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
    taker: CountingTaker,
) -> None:
    taker.problems = [Refused((Problem("sales.no_such_article"),))]
    sent_id = transmitted(asking_for_a_status(an_order(buyer, seller)), buyer, seller)

    run_jobs()

    assert queries.message(sent_id, actor=buyer.routine).message_status == "rejected"
    assert outbox_of(seller) == []


@override_settings(AVROP_SERVICE_PROVIDER="")
def test_without_a_number_of_our_own_on_the_network_no_status_is_sent(
    buyer: Organisation, seller: Organisation, network: Network, run_jobs: Jobs
) -> None:
    coming_to(seller, asking_for_a_status(in_no_currency(an_order(buyer, seller))), run_jobs)

    assert network.handed_over == []


# What is told of what we sent


def sent_by_the_network(buyer: Organisation, run_jobs: Jobs) -> UUID:
    """An order that has left for a seller elsewhere."""
    elsewhere = Organisation(buyer.tenant_id, str(samples.SELLER.endpoint))
    sent_id = transmitted(
        an_order(buyer, elsewhere), buyer, elsewhere, channel="as4", receiver=elsewhere.participant
    )
    run_jobs()
    return sent_id


def the_answer(buyer: Organisation, **changes: object) -> bytes:
    """A status for the buyer's own provider, that is registered as the buyer's address."""
    return documents.write(samples.a_message_level_status(**changes))


@pytest.fixture
def provided(buyer: Organisation) -> Organisation:
    """The buyer, who gets what is sent to the provider."""
    actions.register_endpoint(THEIR_PROVIDER, actor=buyer.routine, at=NOON)
    return buyer


def test_a_rejection_makes_what_was_sent_fail_with_what_was_found(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)

    came = coming_to(provided, the_answer(provided, message_id=str(sent_id)), run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    (stuck,) = queries.stuck_page(actor=provided.routine).items
    assert (came.state, came.subject_id, stuck.id) == ("taken_in", sent_id, sent_id)
    assert (sent.state, sent.message_status) == ("failed", "undeliverable")
    assert [(one.code, one.values["description"]) for one in sent.findings] == [
        ("exchange.rejected_by_receiver", "The order could not be handed over."),
        ("exchange.found_by_receiver", "Nobody answers."),
    ]


def failures_of(organisation: Organisation) -> int:
    with tenant_scope(organisation.tenant_id):
        return EventRow.objects.filter(name="exchange.message_failed").count()


def accepting(organisation: Organisation, sent_id: UUID, number: str = "MLS-9") -> bytes:
    return the_answer(
        organisation,
        message_id=str(sent_id),
        number=number,
        code="AP",
        lines=(),
        description=None,
    )


def test_the_first_rejection_holds_whatever_is_said_after_it(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)
    coming_to(provided, the_answer(provided, message_id=str(sent_id)), run_jobs)
    rejected = queries.message(sent_id, actor=provided.routine)
    broken = (LineResponse("/Order/cbc:ID", (LineIssue("No.", RULE_VIOLATION),)),)

    for content in (
        accepting(provided, sent_id, "MLS-2"),
        the_answer(provided, message_id=str(sent_id), number="MLS-3", lines=broken),
        the_answer(provided, message_id=str(sent_id), number="MLS-4"),
    ):
        coming_to(provided, content, run_jobs)

    steps = queries.steps(sent_id, actor=provided.routine)
    later = [step.detail for step in steps if "without_effect" in step.detail]
    assert queries.message(sent_id, actor=provided.routine) == rejected
    assert [detail["status"] for detail in later] == ["accepted", "rejected", "undeliverable"]
    assert failures_of(provided) == 1


def test_what_is_sent_again_is_answered_anew(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)
    coming_to(provided, the_answer(provided, message_id=str(sent_id)), run_jobs)
    actions.resend(sent_id, "It is mended.", actor=provided.routine, at=NOON)
    run_jobs()

    again = the_answer(provided, message_id=str(sent_id), number="MLS-2")
    coming_to(provided, again, run_jobs)
    rejected = queries.message(sent_id, actor=provided.routine)
    actions.resend(sent_id, "Now it is.", actor=provided.routine, at=NOON)
    run_jobs()
    coming_to(provided, accepting(provided, sent_id), run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (rejected.state, failures_of(provided)) == ("failed", 2)
    assert (sent.state, sent.message_status, sent.findings) == ("delivered", "accepted", ())


def test_what_the_channel_has_reported_as_failed_gets_its_reasons_and_fails_once(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)
    actions.record_failure(sent_id, "as4.lost", is_final=False, actor=provided.routine, at=NOON)

    coming_to(provided, the_answer(provided, message_id=str(sent_id)), run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (sent.state, sent.message_status) == ("failed", "undeliverable")
    assert sent.findings[0].code == "exchange.rejected_by_receiver"
    assert failures_of(provided) == 1


def test_what_stays_inside_this_installation_is_not_answered_by_a_message(
    provided: Organisation, seller: Organisation, run_jobs: Jobs
) -> None:
    sent_id = transmitted(an_order(provided, seller), provided, seller)
    run_jobs()

    status = the_answer(provided, message_id=str(sent_id))
    forged = coming_to(provided, status, run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (forged.state, forged.findings[0].code) == ("refused", "exchange.answers_nothing")
    assert (sent.state, sent.message_status) == ("delivered", "accepted")


def test_an_answer_to_what_has_not_left_waits_and_does_not_stop_it(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    elsewhere = Organisation(provided.tenant_id, str(samples.SELLER.endpoint))
    sent_id = transmitted(an_order(provided, elsewhere), provided, elsewhere, channel="as4")
    status = the_answer(provided, message_id=str(sent_id))
    at = datetime.now(UTC)
    kept = actions.receive(status, channel="as4", actor=provided.routine, at=at)

    take_in_message(provided.tenant_id, kept.id, at=at)
    early = queries.message(kept.id, actor=provided.routine)
    queued = queries.message(sent_id, actor=provided.routine)
    run_jobs()

    assert (early.state, queued.state, queued.message_status) == ("received", "queued", "")
    assert len(network.handed_over) == 1
    assert queries.message(kept.id, actor=provided.routine).state == "taken_in"
    assert queries.message(sent_id, actor=provided.routine).state == "failed"


@pytest.mark.parametrize("channel", ["upload", "file", "sftp"])
def test_a_status_that_comes_another_way_than_the_message_went_is_nobodys(
    channel: str, provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)

    status = the_answer(provided, message_id=str(sent_id))
    forged = coming_to(provided, status, run_jobs, channel=channel)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (forged.state, forged.findings[0].code) == ("refused", "exchange.answers_nothing")
    assert (sent.state, sent.message_status) == ("handed_over", "")


def a_response_to(buyer: Organisation, sent_id: UUID) -> bytes:
    scheme, _, value = buyer.participant.partition(":")
    response = samples.a_message_level_response(
        sender=Party(endpoint=samples.SELLER.endpoint),
        receiver=Party(endpoint=Identifier(value, scheme)),
        document=DocumentReference(str(sent_id)),
    )
    return documents.write(response)


def test_a_response_is_from_whom_its_envelope_says_not_from_whom_it_claims(
    buyer: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(buyer, run_jobs)
    response = a_response_to(buyer, sent_id)
    envelope = documents.envelope_for(
        documents.read(response).document, instance_id=INSTANCE, created_at=NOON
    )
    strangers = replace(envelope, sender=samples.BUYER.endpoint, instance_id=f"{INSTANCE[:-1]}f")

    coming_to(buyer, documents.wrap(response, strangers), run_jobs)
    before = queries.message(sent_id, actor=buyer.routine)
    coming_to(buyer, documents.wrap(response, envelope), run_jobs)

    assert (before.state, before.message_status) == ("handed_over", "")
    assert queries.message(sent_id, actor=buyer.routine).message_status == "rejected"


def test_a_response_without_an_envelope_has_to_come_the_way_the_message_went(
    buyer: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(buyer, run_jobs)

    forged = coming_to(buyer, a_response_to(buyer, sent_id), run_jobs, channel="upload")

    assert (forged.state, forged.findings[0].code) == ("refused", "exchange.answers_nothing")
    assert queries.message(sent_id, actor=buyer.routine).state == "handed_over"


def test_an_acceptance_delivers_what_was_handed_over(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)

    content = the_answer(provided, message_id=str(sent_id), code="AP", lines=(), description=None)
    coming_to(provided, content, run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (sent.state, sent.message_status, sent.findings) == ("delivered", "accepted", ())


def test_a_response_finds_its_message_by_number_only_where_it_is_from_its_receiver(
    buyer: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(buyer, run_jobs)
    scheme, _, value = buyer.participant.partition(":")
    response = samples.a_message_level_response(
        sender=Party(endpoint=samples.SELLER.endpoint),
        receiver=Party(endpoint=Identifier(value, scheme)),
        document=DocumentReference("AO-1"),
    )
    of_another = replace(response, number="MLR-2", sender=Party(endpoint=samples.BUYER.endpoint))

    stranger = coming_to(buyer, documents.write(of_another), run_jobs)
    before = queries.message(sent_id, actor=buyer.routine)
    coming_to(buyer, documents.write(response), run_jobs)

    assert (stranger.state, stranger.findings[0].code) == ("refused", "exchange.answers_nothing")
    assert before.message_status == ""
    assert queries.message(sent_id, actor=buyer.routine).message_status == "rejected"
