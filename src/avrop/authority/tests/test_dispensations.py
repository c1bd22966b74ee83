"""Leave to do two deeds that are kept apart, and the proof of the organisation, with a database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from avrop.approvals.permissions import APPROVE
from avrop.authority import actions, queries
from avrop.authority.models import Dispensation, DispensationUse
from avrop.authority.separation import ALWAYS, DEFAULT, Pair
from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed, Within, record_deed
from avrop.kernel.problems import Denial, Forbidden, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.values import uuid7

pytestmark = pytest.mark.django_db

LAST_DAY = TODAY + timedelta(days=30)
AFTER = NOON + timedelta(days=40)


@dataclass(frozen=True)
class Board:
    """A town with a chief who decides, an auditor who reviews, and two who work."""

    town: Town
    chief: Actor
    auditor: Actor
    anna: Actor
    bo: Actor


@pytest.fixture
def board() -> Board:
    town = a_town()
    people = [a_person(town, name) for name in ("Eva", "Rolf", "Anna", "Bo")]
    for person, role in zip(people, ("manager", "auditor", "receiver", "approver"), strict=True):
        a_mandate(town, person, role)
    return Board(town, *people)


def granted(board: Board, **other: Any) -> UUID:
    facts: dict[str, Any] = {
        "first": Deed.RECEIVE,
        "second": Deed.ATTEST_DECISION,
        "valid_from": TODAY,
        "valid_until": LAST_DAY,
        "reason": "Two of three are ill",
        "control": "Every invoice against its delivery note",
        "reviewer_id": id_of(board.auditor),
        "review_by": LAST_DAY + timedelta(days=14),
        "actor": board.chief,
        "at": NOON,
    } | other
    person = facts.pop("person", board.anna)
    return actions.grant_dispensation(id_of(person), **facts)


def does(board: Board, actor: Actor, deed: Deed, *chains: UUID, **more: Any) -> None:
    with tenant_scope(board.town.tenant_id):
        record_deed(chains, deed, actor=actor, at=more.pop("at", NOON), **more)


def refused(board: Board, actor: Actor, deed: Deed, *chains: UUID, **more: Any) -> bool:
    try:
        does(board, actor, deed, *chains, **more)
    except Refused as refusal:
        return set(refusal.codes) == {"authority.duties_not_separated"}
    return False


def codes_of(board: Board, **other: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        granted(board, **other)
    return refusal.value.codes


def test_a_dispensation_lets_one_person_do_both_to_one_chain_until_its_last_day(
    board: Board,
) -> None:
    chain, other = uuid7(), uuid7()
    for each in (chain, other):
        does(board, board.anna, Deed.RECEIVE, each)
        does(board, board.bo, Deed.RECEIVE, each)

    given = granted(board, chain_ids=(chain,))

    assert refused(board, board.anna, Deed.ATTEST_DECISION, other)
    assert refused(board, board.bo, Deed.ATTEST_DECISION, chain)
    assert refused(board, board.anna, Deed.ATTEST_DECISION, chain, at=AFTER)
    assert not refused(board, board.anna, Deed.ATTEST_DECISION, chain)
    found = queries.dispensation(given, actor=board.chief, at=NOON)
    assert [(use.first, use.second, use.person_id, use.chain_id) for use in found.uses] == [
        ("receive", "attest_decision", board.anna.person_id, chain)
    ]
    assert (found.state, found.used) == ("in_force", 1)
    assert published(board.town)[-1] == "authority.dispensation_used"


def test_a_dispensation_for_a_unit_reaches_everything_below_it(board: Board) -> None:
    chain = uuid7()
    does(board, board.anna, Deed.RECEIVE, chain)
    granted(board, unit_id=board.town.schools)

    beside = replace(board.anna, unit_id=board.town.library)
    below = replace(board.anna, unit_id=board.town.oak_hill)

    assert refused(board, board.anna, Deed.ATTEST_DECISION, chain)
    assert refused(board, beside, Deed.ATTEST_DECISION, chain)
    assert not refused(board, below, Deed.ATTEST_DECISION, chain)


def test_whoever_stands_in_does_not_use_the_dispensation_of_whom_he_stands_in_for(
    board: Board,
) -> None:
    chain = uuid7()
    does(board, board.anna, Deed.RECEIVE, chain)
    granted(board, chain_ids=(chain,))

    stand_in = board.bo.instead_of(id_of(board.anna))

    assert refused(board, stand_in, Deed.ATTEST_DECISION, chain)


def test_who_may_act_knows_who_has_been_let(board: Board) -> None:
    chain = uuid7()
    a_mandate(board.town, board.anna, "approver")
    does(board, board.anna, Deed.NEED, chain)

    def able() -> set[UUID]:
        within = Within(unit_id=board.town.oak_hill)
        with tenant_scope(board.town.tenant_id):
            found = queries.who_may(
                APPROVE, within, NOON, without_deeds_on=(chain,), deed=Deed.APPROVE
            )
            act = queries.Act(id_of(board.bo), within, (chain,))
            (each,) = queries.who_may_each((act,), APPROVE, NOON, deed=Deed.APPROVE)
        assert {one.person_id for one in found} == {one.person_id for one in each}
        return {one.person_id for one in found}

    assert id_of(board.anna) not in able()
    granted(board, first=Deed.NEED, second=Deed.APPROVE, unit_id=board.town.schools)
    assert id_of(board.anna) in able()


@pytest.mark.parametrize("pair", ALWAYS, ids=lambda pair: f"{pair.first}-{pair.second}")
def test_that_money_leaves_by_two_is_never_dispensed_from(board: Board, pair: Pair) -> None:
    codes = codes_of(board, first=pair.second, second=pair.first, chain_ids=(uuid7(),))

    assert codes == ["authority.never_dispensed"]


def test_everything_wrong_with_a_dispensation_is_named_at_once(board: Board) -> None:
    codes = codes_of(
        board,
        first=Deed.NEED,
        second=Deed.RECEIVE,
        valid_until=TODAY + timedelta(days=400),
        reason=" ",
        control="",
        person=board.chief,
        reviewer_id=id_of(board.chief),
        review_by=TODAY,
    )

    assert codes == [
        "authority.nothing_kept_apart",
        "authority.dispensation_without_place",
        "authority.dispensation_too_long",
        "authority.no_reason",
        "authority.no_control",
        "authority.reviewed_too_early",
        "authority.own_dispensation",
        "authority.own_review",
    ]
    with tenant_scope(board.town.tenant_id):
        assert not Dispensation.objects.exists()


def test_a_substitute_neither_decides_on_nor_reviews_his_principals_dispensation(
    board: Board,
) -> None:
    mandate = a_mandate(board.town, board.anna, "requester")
    actions.delegate(
        mandate,
        id_of(board.auditor),
        valid_from=TODAY,
        valid_until=LAST_DAY,
        reason="Away",
        actor=board.anna,
        at=NOON,
    )

    assert codes_of(board, unit_id=board.town.schools) == ["authority.own_review"]


def test_only_a_manager_decides_and_for_a_transaction_one_of_the_whole_organisation(
    board: Board,
) -> None:
    head = a_person(board.town, "Ulla")
    a_mandate(board.town, head, "manager", unit_id=board.town.schools)

    with pytest.raises(Forbidden):
        granted(board, actor=board.bo, unit_id=board.town.schools)
    with pytest.raises(Forbidden):
        granted(board, actor=head, chain_ids=(uuid7(),))
    assert granted(board, actor=head, unit_id=board.town.oak_hill)


def test_the_reviewer_looks_when_it_has_ended_and_nobody_else_does(board: Board) -> None:
    given = granted(board, unit_id=board.town.schools)
    (task,) = tasks.my_tasks(actor=board.auditor).items
    assert (task.kind, task.subject_id) == ("authority.task_review_dispensation", given)

    def review(actor: Actor, at: datetime, note: str = "Looked at all") -> None:
        actions.review_dispensation(given, note, True, actor=actor, at=at)

    with pytest.raises(Refused) as early:
        review(board.auditor, NOON)
    with pytest.raises(Refused) as other:
        review(board.chief, AFTER)
    assert early.value.codes == ["authority.dispensation_goes_on"]
    assert other.value.codes == ["authority.not_the_reviewer"]
    review(board.auditor, AFTER)
    found = queries.dispensation(given, actor=board.auditor, at=AFTER)
    assert (found.state, found.found_sound, found.review_note) == (
        "reviewed",
        True,
        "Looked at all",
    )
    assert tasks.my_tasks(actor=board.auditor).items == ()
    with pytest.raises(Refused) as again:
        review(board.auditor, AFTER)
    assert again.value.codes == ["authority.reviewed_already"]


def test_a_revoked_dispensation_lets_nobody_do_anything_and_is_reviewed_at_once(
    board: Board,
) -> None:
    chain = uuid7()
    does(board, board.anna, Deed.RECEIVE, chain)
    given = granted(board, chain_ids=(chain,))

    actions.revoke_dispensation(given, "She is back", actor=board.chief, at=NOON)

    assert refused(board, board.anna, Deed.ATTEST_DECISION, chain)
    actions.review_dispensation(given, "Not used", True, actor=board.auditor, at=NOON)
    listed = queries.dispensations_page(state="reviewed", actor=board.chief, at=NOON)
    assert [each.id for each in listed.items] == [given]
    assert queries.dispensations_page(state="in_force", actor=board.chief, at=NOON).items == ()


def test_a_dispensation_is_seen_by_whom_it_concerns(board: Board) -> None:
    given = granted(board, chain_ids=(uuid7(),))

    assert queries.dispensation(given, actor=board.anna, at=NOON).id == given
    with pytest.raises(Missing):
        queries.dispensation(given, actor=board.bo, at=NOON)


def test_a_dispensation_adds_no_statement_to_a_deed_that_does_not_need_it(board: Board) -> None:
    chain, beside = uuid7(), uuid7()
    does(board, board.bo, Deed.RECEIVE, chain)
    for _ in range(3):
        granted(board, chain_ids=(chain,))

    with statements(board.town) as asked:
        record_deed([chain], Deed.ATTEST_DECISION, actor=board.anna, at=NOON, beside=(beside,))

    assert len(asked) == 2
    with tenant_scope(board.town.tenant_id):
        assert not DispensationUse.objects.exists()


# --- suppliers -----------------------------------------------------------------------------


@pytest.mark.parametrize("deed", [Deed.ATTEST_DECISION, Deed.RELEASE_PAYMENT])
@pytest.mark.parametrize("changed", [Deed.CHANGE_ACCOUNT, Deed.CHANGE_SUPPLIER])
def test_whoever_changed_a_supplier_neither_attests_nor_releases_for_ninety_days(
    board: Board, deed: Deed, changed: Deed
) -> None:
    supplier, invoice = uuid7(), uuid7()
    does(board, board.anna, changed, supplier)

    later = [NOON + timedelta(days=days) for days in (0, 89, 90)]

    assert [
        refused(board, board.anna, deed, uuid7(), beside=(supplier,), at=at) for at in later
    ] == [
        True,
        True,
        False,
    ]
    assert not refused(board, board.bo, deed, invoice, beside=(supplier,))
    assert not refused(board, board.anna, deed, uuid7(), beside=(uuid7(),))


def test_the_organisation_decides_for_how_long(board: Board) -> None:
    supplier = uuid7()
    does(board, board.anna, Deed.CHANGE_ACCOUNT, supplier)
    pairs = (*DEFAULT.pairs, Pair(Deed.CHANGE_ACCOUNT, Deed.RELEASE_PAYMENT, 365))
    actions.change_separation(
        pairs, valid_from=TODAY, reason="Decided", actor=board.town.office, at=NOON
    )

    a_year = [NOON + timedelta(days=days) for days in (364, 365)]

    assert [
        refused(board, board.anna, Deed.RELEASE_PAYMENT, uuid7(), beside=(supplier,), at=at)
        for at in a_year
    ] == [True, False]


# --- the proof -----------------------------------------------------------------------------


def test_a_proof_is_kept_with_its_date_and_the_path_of_what_was_found(board: Board) -> None:
    a_mandate(board.town, board.anna, "approver", unit_id=board.town.schools)

    made = actions.prove(actor=board.chief, at=NOON)

    assert (made.state, made.day, made.standing, made.holds) == ("made", date(2026, 3, 2), 1, False)
    assert queries.last_proof(actor=board.auditor) == queries.proof(made.id, actor=board.chief)
    kept = queries.proof(made.id, actor=board.auditor).proof
    assert kept is not None
    (found,) = kept.findings
    assert found.people == (board.anna.person_id,)
    assert [step.deed for step in found.ways[-1].steps] == ["receive", "attest_decision"]
    assert found.ways[0].overlap.unit_id == board.town.schools
    assert published(board.town)[-1] == "authority.proof_made"


def test_a_proof_that_was_asked_for_is_made_in_the_background_once(board: Board) -> None:
    with running_here() as drain:
        first = actions.ask_for_proof(actor=board.auditor, at=NOON)
        again = actions.ask_for_proof(actor=board.chief, at=NOON)
        assert queries.last_proof(actor=board.auditor) is None
        drain()

    assert first == again
    assert queries.proof(first, actor=board.auditor).holds
    assert [one.id for one in queries.proofs_page(actor=board.auditor).items] == [first]


def test_a_proof_takes_the_same_statements_for_many_people(board: Board) -> None:
    counts = []
    for more in (0, 12):
        for number in range(more):
            somebody = a_person(board.town, f"Person {number}")
            mandate = a_mandate(board.town, somebody, "requester", unit_id=board.town.library)
            actions.delegate(
                mandate,
                id_of(board.bo),
                valid_from=TODAY,
                valid_until=LAST_DAY,
                reason="Away",
                actor=somebody,
                at=NOON,
            )
        with statements(board.town) as asked:
            actions.prove(actor=board.chief, at=NOON)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_proofs_are_no_business_of_who_does_not_look_at_the_whole_organisation(
    board: Board,
) -> None:
    made = actions.prove(actor=board.chief, at=NOON)
    head = a_person(board.town, "Ulla")
    a_mandate(board.town, head, "manager", unit_id=board.town.schools)

    for other in (board.bo, head):
        assert queries.last_proof(actor=other) is None
        assert queries.proofs_page(actor=other).items == ()
        with pytest.raises(Missing):
            queries.proof(made.id, actor=other)
        with pytest.raises(Denial):
            actions.prove(actor=other, at=NOON)


def test_what_a_role_would_add_is_asked_before_it_is_granted(board: Board) -> None:
    def added(role: str) -> list[tuple[str, str]]:
        found = queries.what_if_granted(
            id_of(board.bo), role, unit_id=board.town.schools, actor=board.chief, at=NOON
        )
        return [(way.first, way.second) for one in found for way in one.ways]

    assert added("receiver") == [
        ("need", "approve"),
        ("need", "attest_decision"),
        ("receive", "attest_decision"),
    ]
    assert added("auditor") == []


def test_whoever_decides_does_not_review_what_he_decided(board: Board) -> None:
    with pytest.raises(Refused) as refusal:
        granted(board, reviewer_id=id_of(board.chief), unit_id=board.town.schools)

    assert refusal.value.codes == ["authority.decider_reviews"]
