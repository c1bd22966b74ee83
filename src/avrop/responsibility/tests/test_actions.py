"""What is decided, held, handed over, confirmed and changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from avrop.authority import actions as rights
from avrop.authority import queries as authority
from avrop.authority.post_models import Post as AppointedAs
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden
from avrop.parties import actions as parties
from avrop.responsibility import actions, duties, queries
from avrop.responsibility.actions import Answer, Duty, Entry
from avrop.responsibility.jobs import MAY
from avrop.responsibility.matrix import Gap
from avrop.responsibility.reading import products_matrix
from avrop.responsibility.shapes import HandOverView
from avrop.responsibility.tests.builders import (
    BECAUSE,
    NOON,
    TODAY,
    TOMORROW,
    Town,
    a_holder,
    a_mandate,
    a_person,
    a_post,
    a_town,
    a_unit,
    denied,
    id_of,
    letters_of,
    published,
    statements,
)
from avrop.tasks import queries as tasks
from avrop.values import Money

pytestmark = pytest.mark.django_db

LINK = "https://example.org/bevis"


def entries_with(*changed: Entry) -> tuple[Entry, ...]:
    """The product's matrix, but for the rows of the activities that are given."""
    replaced = {one.activity for one in changed}
    rest = (one for one in products_matrix().entries if one.activity not in replaced)
    return (*rest, *changed)


# --- the matrix --------------------------------------------------------------------------------------


def test_a_decided_matrix_holds_from_its_day_and_the_past_stays_as_it_was() -> None:
    town = a_town()
    before = letters_of(town, "receiving", TODAY)

    version = actions.decide_matrix(
        entries_with(Entry("receiving", "receiver", "AR"), Entry("receiving", "auditor", "I")),
        valid_from=TOMORROW,
        reason=BECAUSE,
        actor=town.office,
        at=NOON,
    )

    assert version == "responsibility.matrix/1"
    assert letters_of(town, "receiving", TODAY) == before
    assert letters_of(town, "receiving", TOMORROW) == {"receiver": "AR", "auditor": "I"}
    assert published(town) == ["responsibility.matrix_decided"]


def test_a_matrix_with_gaps_and_doubles_is_refused_for_all_of_them_and_nothing_is_decided() -> None:
    town = a_town()
    wrong = entries_with(
        Entry("receiving", "receiver", "R"),
        Entry("attesting", "manager", "A"),
        Entry("attesting", "approver", "AR"),
        Entry("paying", "cook", "AR"),
    )

    codes = denied(
        lambda: actions.decide_matrix(
            wrong, valid_from=date(2026, 1, 1), reason=" ", actor=town.office, at=NOON
        )
    )

    assert sorted(codes) == [
        "responsibility.day_has_passed",
        "responsibility.no_accountable",
        "responsibility.no_reason",
        "responsibility.several_accountable",
        "responsibility.unknown_role",
    ]
    assert queries.matrix_versions(actor=town.office) == ()
    assert published(town) == []


def test_who_answers_only_in_one_unit_does_not_decide_for_all() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.schools)

    with pytest.raises(Forbidden):
        actions.decide_matrix(entries_with(), valid_from=TODAY, reason=BECAUSE, actor=head, at=NOON)


def test_each_version_tells_what_it_changed() -> None:
    town = a_town()
    row = (Entry("receiving", "receiver", "AR"), Entry("receiving", "auditor", "I"))
    actions.decide_matrix(
        entries_with(*row), valid_from=TODAY, reason="Först", actor=town.office, at=NOON
    )
    actions.decide_matrix(
        entries_with(row[0]), valid_from=TOMORROW, reason="Sedan", actor=town.office, at=NOON
    )

    newest, oldest = queries.matrix_versions(actor=town.office)

    assert [(one.role, one.before, one.after) for one in newest.changes] == [("auditor", "I", "")]
    assert ("auditor", "", "I") in [(one.role, one.before, one.after) for one in oldest.changes]
    assert (oldest.reason, oldest.valid_from) == ("Först", TODAY)


def test_vacant_posts_and_double_holders_are_found_where_they_are() -> None:
    town = a_town()
    a_holder(town, "requester", town.oak_hill)
    a_holder(town, "manager", town.oak_hill, "Nina")
    a_holder(town, "manager", town.oak_hill, "Olga")

    found = queries.responsibility_gaps_page(activity="ordering", actor=town.office, at=NOON).items

    assert {(one.gap, one.unit, one.people) for one in found} == {
        ("several_holders", "Ekbacken", ("Nina", "Olga")),
        ("vacant", "Skolor", ()),
        ("vacant", "Biblioteket", ()),
        ("nobody_does_it", "Skolor", ()),
        ("nobody_does_it", "Biblioteket", ()),
    }


def test_who_has_left_holds_nothing_though_nobody_ended_the_mandate() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)
    parties.end_person(id_of(head), last_day=TODAY - timedelta(days=1), actor=town.office, at=NOON)

    rows = queries.who_does_what(unit_id=town.oak_hill, actor=town.office, at=NOON)

    ordering = next(row for row in rows if row.activity == "ordering")
    assert ordering.accountable == ()
    assert Gap.VACANT in ordering.gaps


def test_who_does_what_names_the_nearest_holder_and_is_true_of_past_days_too() -> None:
    town = a_town()
    a_holder(town, "manager", town.schools, "Nina")
    a_holder(town, "manager", town.oak_hill, "Olga", valid_from=TODAY)
    a_holder(town, "requester", town.schools, "Anna")

    def told(on: date) -> tuple[list[str], list[str]]:
        rows = queries.who_does_what(unit_id=town.oak_hill, on=on, actor=town.office, at=NOON)
        row = next(one for one in rows if one.activity == "ordering")
        return [one.name for one in row.accountable], [one.name for one in row.responsible]

    assert told(TODAY) == (["Olga"], ["Olga", "Nina", "Anna"])
    assert told(TODAY - timedelta(days=1)) == (["Nina"], ["Nina", "Anna"])


def test_my_responsibilities_are_those_of_my_roles_where_i_have_them() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)

    mine = queries.my_responsibilities(actor=head, at=NOON)

    assert ("ordering", "AR", "Ekbacken") in {
        (one.activity, one.letters, one.unit) for one in mine.duties
    }
    assert [(one.frequency, one.unit) for one in mine.confirmations] == [
        ("termly", "Ekbacken"),
        ("yearly", "Ekbacken"),
    ]


def test_looking_costs_the_same_for_few_units_and_people_and_for_many() -> None:
    town = a_town()
    a_holder(town, "manager", town.schools)
    appointed(town, a_post(town), a_person(town, "Anna"))
    office = town.office

    def costs() -> list[int]:
        counted = []
        for ask in (
            lambda: queries.matrix_rows_page(actor=office, at=NOON),
            lambda: queries.responsibility_gaps_page(actor=office, at=NOON),
            lambda: queries.gap_counts(actor=office, at=NOON),
            lambda: queries.who_does_what(unit_id=town.oak_hill, actor=office, at=NOON),
            lambda: queries.decision_conflicts_page(actor=office, at=NOON),
            lambda: queries.confirmations_page(actor=office, at=NOON),
            lambda: authority.positions(actor=office, at=NOON),
        ):
            with statements(town) as asked:
                ask()
            counted.append(len(asked))
        return counted

    few = costs()
    for number in range(8):
        unit = a_unit(office, f"Enhet {number}", town.schools)
        a_holder(town, "manager", unit, f"Chef {number}")
        a_holder(town, "requester", unit, f"Beställare {number}")
        a_post(town, "system_owner", f"System {number}")

    assert costs() == few
    assert max(few) <= 12


# --- central and local -------------------------------------------------------------------------------


def test_a_part_is_delegated_with_a_limit_and_mandates_above_it_are_told() -> None:
    town = a_town()
    crowns = Money(Decimal(50_000), "SEK")
    a_holder(town, "ap_clerk", town.oak_hill)
    a_holder(town, "manager", town.oak_hill, "Nina", limit=Money(Decimal(60_000), "SEK"))
    a_holder(town, "manager", town.library, "Olga", limit=crowns)

    actions.decide_part(
        "ordering",
        "delegated",
        valid_from=TODAY,
        decision_reference=BECAUSE,
        limit=crowns,
        actor=town.office,
        at=NOON,
    )

    found = queries.decision_conflicts_page(actor=town.office, at=NOON).items
    assert [(one.person, one.conflict, one.part) for one in found] == [
        ("Nina", "above_limit", "ordering")
    ]
    level = queries.decision_levels(actor=town.office, at=NOON)
    assert next(one.limit for one in level if one.part == "ordering") == crowns
    assert published(town)[-1] == "responsibility.parts_decided"


def test_nothing_is_delegated_without_a_limit_or_a_decision() -> None:
    town = a_town()

    codes = denied(
        lambda: actions.decide_part(
            "ordering",
            "delegated",
            valid_from=TODAY,
            decision_reference="",
            actor=town.office,
            at=NOON,
        )
    )

    assert codes == ["responsibility.limit_missing", "responsibility.no_decision"]


# --- positions that answer for something, and what is handed over with them ---------------------------


def appointed(town: Town, position: UUID, person: Actor, **facts: Any) -> UUID:
    """Somebody appointed, and what follows from it done."""
    given = {"valid_from": TODAY, "decision_reference": BECAUSE, "actor": town.office, "at": NOON}
    with running_here() as drain:
        appointment = rights.appoint(position, id_of(person), **(given | facts))
        drain()
    return appointment


def handed_over(town: Town, position: UUID, anna: Actor, bo: Actor) -> HandOverView:
    """What Bo takes over from Anna, who leaves the position today."""
    first = appointed(town, position, anna)
    rights.end_appointment(first, TODAY, actor=town.office, at=NOON)
    appointed(town, position, bo, valid_from=TOMORROW)
    (paper,) = queries.hand_overs(position, actor=bo, at=NOON)
    return paper


def reminded(town: Town, days: int = 0) -> int:
    actor = Actor.routine(town.tenant_id, "responsibility.remind", MAY)
    return actions.remind(actor=actor, at=NOON + timedelta(days=days))


def waiting_for(person: Actor) -> list[str]:
    return sorted(one.kind for one in tasks.my_tasks(actor=person).items)


def any_position(town: Town) -> UUID:
    """A position that answers for nothing in particular, as the head of a unit."""
    return rights.open_position(
        "Rektor", valid_from=TODAY, unit_id=town.schools, actor=town.office, at=NOON
    )


@pytest.mark.parametrize("opened", [a_post, any_position])
def test_a_position_that_stays_vacant_is_told_to_who_appoints_until_somebody_is_appointed(
    opened: Callable[[Town], UUID],
) -> None:
    town = a_town()
    chief = a_holder(town, "manager", name="Chefen")
    position = opened(town)
    reminded(town, 14)
    early = waiting_for(chief)
    reminded(town, 15)
    reminded(town, 16)
    late = waiting_for(chief)

    appointed(town, position, a_person(town))

    assert "responsibility.position_vacant" not in early
    assert late.count("responsibility.position_vacant") == 1
    assert "responsibility.position_vacant" not in waiting_for(chief)


def test_a_deputy_leaves_a_position_vacant_and_closing_it_ends_the_alert() -> None:
    town = a_town()
    chief = a_holder(town, "manager", name="Chefen")
    position = a_post(town)
    reminded(town, 15)
    appointed(town, position, a_person(town), post=AppointedAs.DEPUTY)
    still = waiting_for(chief)

    with running_here() as drain:
        rights.close_position(position, TODAY, actor=town.office, at=NOON)
        drain()

    assert "responsibility.position_vacant" in still
    assert "responsibility.position_vacant" not in waiting_for(chief)


@pytest.mark.parametrize("opened", [a_post, any_position])
def test_whoever_takes_over_a_position_is_handed_what_belongs_to_it_point_by_point(
    opened: Callable[[Town], UUID],
) -> None:
    town = a_town()
    position, anna, bo = opened(town), a_person(town, "Anna"), a_person(town, "Bo")
    for person in (anna, bo):
        a_mandate(town, person, "receiver")
    paper = handed_over(town, position, anna, bo)
    asked = (waiting_for(anna), waiting_for(bo))

    for point in paper.points:
        actions.note_handed_over(paper.id, point.item, "I pärmen", actor=bo, at=NOON)

    (done,) = queries.hand_overs(position, actor=bo, at=NOON)
    assert (paper.from_person, paper.to_person) == ("Anna", "Bo")
    assert asked == (["responsibility.to_hand_over"], ["responsibility.to_hand_over"])
    assert done.done_at == NOON
    assert {one.done_by for one in done.points} == {"Bo"}
    assert (waiting_for(anna), waiting_for(bo)) == ([], [])


def test_following_an_appointment_again_hands_over_nothing_twice() -> None:
    town = a_town()
    position, anna, bo = a_post(town), a_person(town, "Anna"), a_person(town, "Bo")
    handed_over(town, position, anna, bo)
    appointments = authority.position(position, actor=town.office, at=NOON).appointments

    again = [
        actions.follow_appointment(position, one.id, actor=town.office, at=NOON)
        for one in appointments
    ]

    assert again == [None, None]
    assert len(queries.hand_overs(position, actor=bo, at=NOON)) == 1


def test_a_hand_over_is_noted_by_those_it_is_between_and_each_point_once() -> None:
    town = a_town()
    position, anna, bo = a_post(town), a_person(town, "Anna"), a_person(town, "Bo")
    paper = handed_over(town, position, anna, bo)
    stranger = a_holder(town, "receiver")

    with pytest.raises(Forbidden):
        actions.note_handed_over(paper.id, "contacts", "Ja", actor=stranger, at=NOON)
    actions.note_handed_over(paper.id, "contacts", "Ja", actor=town.office, at=NOON)

    assert denied(
        lambda: actions.note_handed_over(paper.id, "contacts", " ", actor=town.office, at=NOON)
    ) == ["responsibility.point_is_done", "responsibility.note_shape"]


def test_what_is_answered_for_already_and_a_part_there_is_none_of_are_refused() -> None:
    town = a_town()
    a_post(town)

    assert denied(lambda: a_post(town)) == ["responsibility.post_there_already"]
    assert denied(lambda: a_post(town, subject="cooking")) == ["responsibility.unknown_part"]


def test_when_a_position_is_closed_another_may_answer_for_the_same() -> None:
    town = a_town()
    former = a_post(town)
    rights.close_position(former, TODAY, actor=town.office, at=NOON)

    position = a_post(town, since=TOMORROW)

    (post,) = queries.posts(actor=town.office)
    assert (post.position_id, post.kind, post.subject) == (position, "process_owner", "ordering")


def test_my_responsibilities_name_the_positions_i_hold_or_am_a_deputy_of() -> None:
    town = a_town()
    anna = a_holder(town, "receiver", name="Anna")
    appointed(town, a_post(town), anna)
    appointed(town, any_position(town), anna, post=AppointedAs.DEPUTY)

    mine = queries.my_responsibilities(actor=anna, at=NOON)

    assert [one.title for one in mine.positions] == ["Rektor", "process_owner ordering"]


# --- what managers confirm ----------------------------------------------------------------------------


def answers(frequency: str, **wrong: Answer) -> tuple[Answer, ...]:
    asked = duties.duties_of(duties.DEFAULT, frequency)
    return tuple(wrong.get(one.code, Answer(one.code, True, LINK)) for one in asked)


def confirmed(town: Town, head: Actor, given: tuple[Answer, ...], version: int = 0) -> UUID:
    return actions.confirm_unit(
        "yearly",
        given,
        f"{duties.NAME}/{version}",
        unit_id=town.oak_hill,
        actor=head,
        at=NOON,
    )


def test_a_manager_confirms_the_text_that_was_read_and_it_is_kept_with_it() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)

    confirmed(town, head, answers("yearly"))

    sheet = queries.confirmation_sheet("yearly", unit_id=town.oak_hill, actor=head, at=NOON)
    (kept,) = sheet.former
    assert sheet.state == "confirmed"
    assert kept.statement == duties.DEFAULT.statement
    assert kept.rule_set == "responsibility.duties/0"
    assert kept.answers["agreements_used"]["evidence"] == LINK
    assert published(town)[-1] == "responsibility.unit_confirmed"


def test_what_is_not_fulfilled_is_confirmed_as_a_gap_with_what_is_done_about_it() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)
    silent = Answer("attested", False)

    codes = denied(lambda: confirmed(town, head, answers("yearly", attested=silent)))
    told = Answer("attested", False, note="Ny granskare i maj")
    confirmed(town, head, answers("yearly", attested=told))

    (found,) = queries.confirmations_page(frequency="yearly", actor=town.office, at=NOON).items
    counted = queries.confirmation_counts(frequency="yearly", actor=town.office, at=NOON)
    assert codes == ["responsibility.plan_missing"]
    assert found.state == "with_gaps"
    assert {one.state: one.confirmations for one in counted if one.confirmations} == {
        "with_gaps": 1
    }


def test_nothing_is_confirmed_when_the_text_has_changed_since_it_was_read() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)
    duty = Duty("attested", {"sv": "Fakturor attesteras."}, "yearly")
    actions.decide_duties(
        (duty,), {"sv": "Det är sant."}, reason=BECAUSE, actor=town.office, at=NOON
    )

    codes = denied(lambda: confirmed(town, head, (Answer("attested", True),)))
    confirmed(town, head, (Answer("attested", True),), version=1)

    assert codes == ["responsibility.text_has_changed"]


def test_a_manager_of_another_unit_confirms_nothing_here() -> None:
    town = a_town()
    other = a_holder(town, "manager", town.library)

    with pytest.raises(Forbidden):
        confirmed(town, other, answers("yearly"))


def test_a_manager_is_reminded_and_the_superior_is_told_when_it_is_overdue() -> None:
    town = a_town()
    above = a_holder(town, "manager", town.schools, "Rektor")
    head = a_holder(town, "manager", town.oak_hill, "Nina")
    reminded(town)
    before = (waiting_for(head), waiting_for(above).count("responsibility.late_yearly"))

    reminded(town, 31)
    told = waiting_for(above)
    confirmed(town, head, answers("yearly"))

    assert before == (
        [
            "responsibility.confirm_termly",
            "responsibility.confirm_yearly",
        ],
        0,
    )
    assert told.count("responsibility.late_yearly") == 1
    assert "responsibility.late_yearly" not in waiting_for(above)
    assert waiting_for(head) == ["responsibility.confirm_termly"]


def test_reminding_twice_leaves_nothing_twice_and_costs_the_same_for_many_units() -> None:
    town = a_town()
    a_holder(town, "manager", town.schools)
    a_holder(town, "manager", town.oak_hill)
    first = reminded(town)
    with statements(town) as few:
        reminded(town)
    for number in range(6):
        a_holder(town, "manager", a_unit(town.office, f"Enhet {number}", town.schools))
    reminded(town)
    with statements(town) as many:
        again = reminded(town)

    assert (first, again) == (5, 23)
    assert len(few) == len(many)


def test_units_without_a_manager_of_their_own_are_confirmed_with_the_one_around_them() -> None:
    town = a_town()
    a_holder(town, "manager", town.schools)
    a_unit(town.office, "Almen", town.schools)

    found = queries.confirmations_page(frequency="yearly", actor=town.office, at=NOON).items

    assert [(one.unit, one.covers) for one in found] == [("Skolor", 3)]
