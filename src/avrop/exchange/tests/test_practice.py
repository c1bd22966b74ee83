"""The wall: what is practised and what is real never meet, whichever way something goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from avrop.exchange import actions, mailroom, queries
from avrop.exchange.lifecycle import State
from avrop.exchange.tests.builders import (
    NOON,
    CountingTaker,
    Organisation,
    a_practice_organisation,
    an_order,
    an_organisation,
    transmitted,
)
from avrop.kernel.problems import Refused

INSIDE, OUTSIDE = "kernel.practice_stays_inside", "kernel.real_stays_outside"


@pytest.fixture
def practice(db: None) -> Organisation:
    return a_practice_organisation()


def codes_of(message_id: object, sender: Organisation) -> list[str]:
    found = queries.message(message_id, actor=sender.routine)
    return [found.state, *(one.code for one in found.findings)]


def arrived_at(organisation: Organisation) -> int:
    return len(queries.messages_page(actor=organisation.routine).items)


def test_practice_trades_with_practice(
    practice: Organisation, run_jobs: Callable[[], int], taker: CountingTaker
) -> None:
    seller = a_practice_organisation()

    sent = transmitted(an_order(practice, seller), practice, seller)
    run_jobs()

    assert codes_of(sent, practice) == [State.DELIVERED]
    (taken,) = queries.messages_page(actor=seller.routine).items
    assert taken.state == State.TAKEN_IN


@pytest.mark.parametrize("channel", ["local", "portal", "peppol", "email", "sftp"])
def test_nothing_of_practice_reaches_anybody_real_by_any_channel(
    channel: str, practice: Organisation, buyer: Organisation, run_jobs: Callable[[], int]
) -> None:
    operator = an_organisation(is_operator=True)
    stranger = an_organisation(is_registered=False)

    sent = [
        actions.transmit(
            "order",
            "AO-1",
            an_order(practice, other),
            sender=practice.participant,
            receiver=other.participant,
            channel=channel,
            once_key=other.participant,
            subject_id=other.tenant_id,
            actor=practice.routine,
            at=NOON,
        )
        for other in (buyer, stranger)
    ]
    run_jobs()

    assert [codes_of(one, practice) for one in sent] == [[State.FAILED, INSIDE]] * 2
    assert (arrived_at(buyer), arrived_at(operator)) == (0, 0)


@pytest.mark.parametrize("channel", ["portal", "peppol", "email"])
def test_practice_has_no_other_way_out_than_the_local_one(
    channel: str, practice: Organisation, run_jobs: Callable[[], int]
) -> None:
    seller = a_practice_organisation()

    sent = actions.transmit(
        "order",
        "AO-1",
        an_order(practice, seller),
        sender=practice.participant,
        receiver=seller.participant,
        channel=channel,
        once_key="order/1",
        subject_id=seller.tenant_id,
        actor=practice.routine,
        at=NOON,
    )
    run_jobs()

    assert codes_of(sent, practice) == [State.FAILED, INSIDE]
    assert arrived_at(seller) == 0


def test_nothing_real_comes_to_practice_however_often_it_is_sent(
    practice: Organisation, buyer: Organisation, run_jobs: Callable[[], int]
) -> None:
    sent = transmitted(an_order(buyer, practice), buyer, practice)
    run_jobs()

    with pytest.raises(Refused) as refusal:
        actions.resend(sent, "Once more", actor=buyer.routine, at=NOON)

    assert refusal.value.codes == [OUTSIDE]
    assert codes_of(sent, buyer) == [State.FAILED, OUTSIDE]
    assert arrived_at(practice) == 0


def test_a_file_given_to_practice_has_an_effect_only_if_practice_has_sent_it(
    practice: Organisation, buyer: Organisation, taker: CountingTaker
) -> None:
    seller = a_practice_organisation()

    real = mailroom.receive_file(an_order(buyer, seller), tenant_id=seller.tenant_id, at=NOON)
    played = mailroom.receive_file(an_order(practice, seller), tenant_id=seller.tenant_id, at=NOON)
    leaked = mailroom.receive_file(an_order(practice, buyer), tenant_id=buyer.tenant_id, at=NOON)

    assert (real.state, real.findings[0].code) == (State.UNDELIVERABLE, OUTSIDE)
    assert played.state == State.TAKEN_IN
    assert (leaked.state, leaked.findings[0].code) == (State.UNDELIVERABLE, INSIDE)


def test_the_operators_mail_room_passes_nothing_real_on_to_practice(
    practice: Organisation, buyer: Organisation
) -> None:
    an_organisation(is_operator=True)

    kept = mailroom.receive_file(an_order(buyer, practice), at=NOON)

    assert (kept.state, kept.findings[0].code) == (State.UNDELIVERABLE, OUTSIDE)
    assert arrived_at(practice) == 0


def test_addresses_of_practice_and_real_ones_are_never_each_others(
    practice: Organisation, buyer: Organisation
) -> None:
    with pytest.raises(Refused) as real:
        actions.register_endpoint("0007:5560360793", actor=practice.routine, at=NOON)
    with pytest.raises(Refused) as played:
        actions.register_endpoint("0088:2012345678900", actor=buyer.routine, at=NOON)

    assert real.value.codes == ["kernel.address_is_real"]
    assert played.value.codes == ["kernel.address_is_for_practice"]
