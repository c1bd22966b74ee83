"""The handbooks are read by role, by words and by page; whoever has read says whether it helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.support import actions, queries
from avrop.support.handbook.shapes import OwnJudgement
from avrop.support.models import Judgement
from avrop.support.rules import LONGEST_COMMENT
from avrop.testing.worlds import a_person, a_tenant, everything
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TEXT = ("receiver", "register_what_came")
OTHER = ("receiver", "without_network")


@dataclass(frozen=True)
class House:
    """Somebody who reads, and somebody who answers cases."""

    reader: Actor
    answerer: Actor


@pytest.fixture
def house() -> House:
    """A municipality."""
    tenant_id = a_tenant().tenant_id
    return House(
        a_person(tenant_id, roles=("receiver",)), a_person(tenant_id, roles=("coordinator",))
    )


def _announced(house: House) -> list[str]:
    """What has been announced of texts, the oldest first."""
    with tenant_scope(house.reader.tenant_id):
        rows = EventRow.objects.filter(name__startswith="support.").order_by("id")
        return list(rows.values_list("name", flat=True))


def test_the_handbooks_of_ones_own_roles_come_first(house: House) -> None:
    first, *others = queries.handbooks(actor=house.reader, at=NOON)

    assert (first.role, first.is_own) == ("receiver", True)
    assert not any(one.is_own for one in others)


def test_a_page_is_explained_to_each_by_the_handbook_of_his_own_role_first(house: House) -> None:
    as_receiver = queries.handbook_entries_about("order", actor=house.reader, at=NOON)
    as_coordinator = queries.handbook_entries_about("order", actor=house.answerer, at=NOON)

    assert as_receiver[0].role == "receiver"
    assert as_coordinator[0].role == "coordinator"
    assert set(as_receiver) == set(as_coordinator)
    assert queries.handbook_entries_about("no_such_page", actor=house.reader, at=NOON) == ()


def test_a_section_has_its_neighbours_and_what_one_has_said_of_it(house: House) -> None:
    book = queries.handbook("receiver", actor=house.reader, at=NOON)
    first, second = book.sections[:2]

    found = queries.handbook_entry("receiver", first.code, actor=house.reader)

    assert (found.before, found.after, found.judgement) == (None, second, None)


def test_who_has_read_a_text_says_whether_it_helped_and_may_think_again(house: House) -> None:
    actions.judge_text(*TEXT, False, comment="  Var är knappen? ", actor=house.reader, at=NOON)
    before = queries.handbook_entry(*TEXT, actor=house.reader).judgement
    actions.judge_text(*TEXT, True, actor=house.reader, at=LATER)

    assert before == OwnJudgement(False, "Var är knappen?")
    assert _announced(house) == ["support.text_judged"] * 2
    assert queries.handbook_entry(*TEXT, actor=house.reader).judgement == OwnJudgement(True, "")
    assert queries.handbook_entry(*TEXT, actor=house.answerer).judgement is None
    with tenant_scope(house.reader.tenant_id):
        assert Judgement.objects.count() == 1


def test_a_comment_as_long_as_a_book_is_refused_and_changes_nothing(house: House) -> None:
    actions.judge_text(*TEXT, True, actor=house.reader, at=NOON)

    with pytest.raises(Invalid) as refusal:
        actions.judge_text(
            *TEXT, False, comment="x" * (LONGEST_COMMENT + 1), actor=house.reader, at=LATER
        )

    assert refusal.value.codes == ["support.comment_too_long"]
    assert _announced(house) == ["support.text_judged"]
    assert refusal.value.problems[0].place == ("comment",)
    assert queries.handbook_entry(*TEXT, actor=house.reader).judgement == OwnJudgement(True, "")


@pytest.mark.parametrize("text", [("receiver", "no_such"), ("no_such", TEXT[1]), ("", "")])
def test_a_text_that_is_not_there_cannot_be_judged(house: House, text: tuple[str, str]) -> None:
    with pytest.raises(Missing):
        actions.judge_text(*text, True, actor=house.reader, at=NOON)


def test_who_has_no_role_judges_nothing(house: House) -> None:
    nobody = a_person(house.reader.tenant_id, roles=())

    with pytest.raises(Forbidden):
        actions.judge_text(*TEXT, True, actor=nobody, at=NOON)


def test_a_routine_reads_no_handbook_and_judges_nothing(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        actions.judge_text(*TEXT, True, actor=everything(house.reader.tenant_id), at=NOON)

    assert refusal.value.codes == ["support.only_people"]
    assert _announced(house) == []


def test_what_helped_fewest_stands_first_with_what_was_missing(house: House) -> None:
    colleagues = [a_person(house.reader.tenant_id, roles=("receiver",)) for _ in range(2)]
    actions.judge_text(*OTHER, True, comment="Bra!", actor=house.reader, at=NOON)
    for number, one in enumerate(colleagues):
        actions.judge_text(*TEXT, False, comment=f"Fel {number}", actor=one, at=NOON)
    actions.judge_text(*TEXT, True, actor=house.reader, at=NOON)

    worst, best = queries.handbook_judgements(actor=house.answerer)

    assert (worst.entry.code, worst.yes, worst.no) == (TEXT[1], 1, 2)
    assert {one.comment for one in worst.comments} == {"Fel 0", "Fel 1"}
    assert (best.entry.code, best.comments) == (OTHER[1], (OwnJudgement(True, "Bra!"),))
    assert queries.handbook_judgements(actor=house.reader) == ()


def test_when_the_words_of_a_text_are_changed_the_count_begins_anew(house: House) -> None:
    actions.judge_text(*TEXT, False, actor=house.reader, at=NOON)
    with tenant_scope(house.reader.tenant_id):
        Judgement.objects.update(updated=NOON.date() - timedelta(days=400))

    assert queries.handbook_judgements(actor=house.answerer) == ()
    assert queries.handbook_entry(*TEXT, actor=house.reader).judgement is None


def test_what_a_hundred_people_say_is_read_in_as_many_statements_as_what_one_says(
    house: House,
) -> None:
    actions.judge_text(*TEXT, False, comment="En", actor=house.reader, at=NOON)
    version = queries.handbook_entry(*TEXT, actor=house.reader).entry.updated

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            (found,) = queries.handbook_judgements(actor=house.answerer)
        assert len(found.comments) <= 20
        return len(asked)

    of_one = statements()
    with tenant_scope(house.reader.tenant_id):
        Judgement.objects.bulk_create(
            Judgement(
                person_id=uuid7(),
                role=TEXT[0],
                code=TEXT[1],
                updated=version,
                helps=False,
                comment=f"Fel {number}",
                judged_at=NOON + timedelta(minutes=number),
            )
            for number in range(100)
        )
    of_many = statements()

    (found,) = queries.handbook_judgements(actor=house.answerer)
    assert (found.no, of_many) == (101, of_one)
    assert found.comments[0].comment == "Fel 99"


def test_what_one_organisation_says_another_does_not_read(house: House) -> None:
    actions.judge_text(*TEXT, False, comment="Vårt", actor=house.reader, at=NOON)
    elsewhere = a_person(a_tenant().tenant_id, roles=("coordinator",))

    assert queries.handbook_judgements(actor=elsewhere) == ()
