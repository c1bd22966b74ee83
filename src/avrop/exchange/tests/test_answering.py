"""Whose message is refused is told so by a message of the message level, once; and what partners answer
of ours is filed at the message that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test.utils import override_settings

from avrop import documents
from avrop.documents.common import DocumentReference, Identifier
from avrop.documents.parties import Party
from avrop.documents.tests import builders as samples
from avrop.exchange import actions, answers, channels, queries, takers
from avrop.exchange.answering import answers_taken
from avrop.exchange.channels import HandOver, Outcome
from avrop.exchange.message_ledger import Attempt
from avrop.exchange.queries import MessageView
from avrop.exchange.takers import UNKNOWN_SENDER, Taker
from avrop.exchange.tests.builders import (
    ALL_RIGHTS,
    NOON,
    CountingTaker,
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


@dataclass
class Network:
    """A way out that keeps what was handed over."""

    handed_over: list[Attempt] = field(default_factory=list)

    def __call__(self, attempt: Attempt, at: datetime) -> HandOver:
        """Take it."""
        self.handed_over.append(attempt)
        return HandOver(Outcome.HANDED_OVER)

    @property
    def answers(self) -> list[documents.ReadDocument]:
        """What was handed over, read."""
        return [documents.read(each.content or b"") for each in self.handed_over]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    found = Network()
    monkeypatch.setitem(channels._CHANNELS, "as4", found)
    return found


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    with override_settings(AVROP_SERVICE_PROVIDER=OUR_PROVIDER):
        yield


@pytest.fixture
def buyer(db: None) -> Organisation:
    return an_organisation()


@pytest.fixture
def seller(db: None) -> Organisation:
    return an_organisation()


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


def test_what_could_not_be_handed_over_is_a_failure_of_delivery(
    buyer: Organisation,
    seller: Organisation,
    network: Network,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(takers, "_TAKERS", {})

    came = coming_to(seller, asking_for_a_status(an_order(buyer, seller)), run_jobs)

    (status,) = (one.document for one in network.answers)
    assert isinstance(status, documents.MessageLevelStatus)
    assert [issue.reason_code for line in status.lines for issue in line.issues] == ["FD"]
    assert (came.state, came.message_status) == ("undeliverable", "undeliverable")


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


@pytest.fixture
def _files_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, function in (("mls", answers.file_status), ("mlr", answers.file_response)):
        filing = Taker(f"exchange.{function.__name__}", kind, function, ALL_RIGHTS)
        monkeypatch.setitem(takers._TAKERS, kind, filing)


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


@pytest.mark.usefixtures("_files_answers")
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


@pytest.mark.usefixtures("_files_answers")
def test_the_same_rejection_again_changes_nothing(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)
    for number in ("MLS-1", "MLS-2"):
        content = the_answer(provided, message_id=str(sent_id), number=number)
        coming_to(provided, content, run_jobs)

    with tenant_scope(provided.tenant_id):
        failures = EventRow.objects.filter(name="exchange.message_failed").count()
    assert failures == 1


@pytest.mark.usefixtures("_files_answers")
def test_an_acceptance_delivers_what_was_handed_over(
    provided: Organisation, network: Network, run_jobs: Jobs
) -> None:
    sent_id = sent_by_the_network(provided, run_jobs)

    content = the_answer(provided, message_id=str(sent_id), code="AP", lines=(), description=None)
    coming_to(provided, content, run_jobs)

    sent = queries.message(sent_id, actor=provided.routine)
    assert (sent.state, sent.message_status, sent.findings) == ("delivered", "accepted", ())


@pytest.mark.usefixtures("_files_answers")
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
