"""Commands and queries of coding, with a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from avrop.coding import actions, queries
from avrop.coding.actions import NewValue, ShortCodeFacts
from avrop.coding.models import ShortCode, Value
from avrop.coding.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_chart,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.kernel.problems import Denial, Forbidden, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.queries import UnitFacts
from avrop.values import uuid7

pytestmark = pytest.mark.django_db

FRUIT, BREAD = "03222000-3", "15811100-7"


@pytest.fixture
def town() -> Town:
    town = a_town()
    a_chart(town)
    return town


def refused(act: Callable[[], object], kind: type[Denial] = Refused) -> list[str]:
    with pytest.raises(kind) as denial:
        act()
    return denial.value.codes


def issued(town: Town, code: str = "EK7", **facts: Any) -> UUID:
    person = facts.pop("person_id", None) or id_of(a_person(town))
    given: dict[str, Any] = {
        "person_id": person,
        "unit_id": town.oak_hill,
        "coding": "konto=64400 ansvar=4100",
        "invoice_reference": "EK7-4100",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
    }
    return actions.issue_short_code(code, **given | facts, actor=town.office, at=NOON)


def problems(town: Town, coding: str, on: date = TODAY) -> list[str]:
    return [problem.code for problem in queries.coding_problems(coding, on, actor=town.office)]


def test_a_chart_is_built_and_codings_are_judged_by_it(town: Town) -> None:
    assert problems(town, "ansvar=4100 konto=64400") == []
    assert problems(town, "ansvar=1 konto=64400") == ["coding.value_expired"]

    actions.end_value("ansvar", "4200", date(2026, 3, 1), actor=town.office, at=NOON)

    assert problems(town, "ansvar=4200 konto=64400") == ["coding.value_expired"]
    assert [d.code for d in queries.dimensions(actor=town.office)] == ["ansvar", "konto"]
    found = queries.values_page("konto", actor=town.office, text="46")
    assert [value.code for value in found.items] == ["46000"]


def test_judging_a_coding_reads_only_what_it_names_and_asks_once(town: Town) -> None:
    many = tuple(NewValue(f"9{n:04}", {}, date(2020, 1, 1)) for n in range(1000))
    actions.add_values("ansvar", many, actor=town.office, at=NOON)

    with statements(town) as asked:
        plan = queries.plan(TODAY, naming=["ansvar=90007 konto=64400", "unreadable"])

    assert len(asked) == 1
    assert {d.code: list(d.values) for d in plan.dimensions} == {
        "ansvar": ["90007"],
        "konto": ["64400"],
    }


def test_the_codes_of_codings_have_their_names_in_one_statement_however_many(town: Town) -> None:
    named = NewValue("4300", {"sv": "Biblioteket", "en": "The library"}, date(2020, 1, 1))
    actions.add_values("ansvar", (named,), actor=town.office, at=NOON)

    with statements(town) as asked:
        found = queries.parts_named(
            ("ansvar=4300 konto=64400", "ansvar=4300 konto=2", "unreadable", "")
        )

    assert len(asked) == 1
    assert list(found) == ["ansvar=4300 konto=64400", "ansvar=4300 konto=2"]
    whole, part = found.values()
    assert (whole[0].code, whole[0].name.in_language("sv")) == ("4300", "Biblioteket")
    assert whole[0].name.in_language("en") == "The library"
    assert (part[1].code, bool(part[1].name)) == ("2", False)
    with tenant_scope(town.tenant_id):
        names = queries.responsibilities_named(("4300", "64400", ""))
    assert {code: name.in_language("en") for code, name in names.items()} == {"4300": "The library"}


def test_values_are_added_all_or_none(town: Town) -> None:
    values = (
        NewValue("4300", {}, TODAY),
        NewValue("4100", {}, TODAY),
        NewValue("43*", {}, TODAY, date(2026, 3, 1)),
    )

    codes = refused(lambda: actions.add_values("ansvar", values, actor=town.office, at=NOON))

    assert codes == [
        "coding.values_repeated",
        "coding.bad_code",
        "coding.ends_before_it_begins",
    ]
    with tenant_scope(town.tenant_id):
        assert not Value.objects.filter(code="4300").exists()


def test_only_one_dimension_is_the_account(town: Town) -> None:
    def act() -> None:
        actions.define_dimension("objekt", {}, 3, purpose="account", actor=town.office, at=NOON)

    assert refused(act) == ["coding.purpose_taken"]


def test_a_combination_holds_from_its_first_day_to_its_last(town: Town) -> None:
    rule = actions.add_rule(
        "konto", ("64*",), "ansvar", ("4200",), valid_from=TODAY, actor=town.office, at=NOON
    )

    assert problems(town, "ansvar=4100 konto=64400") == ["coding.combination_not_allowed"]
    assert problems(town, "ansvar=4100 konto=64400", on=date(2026, 3, 1)) == []
    choices = queries.coding_choices("konto=64400", "ansvar", TODAY, actor=town.office)
    assert choices == ("4200",)
    actions.end_rule(rule, TODAY, actor=town.office, at=NOON)
    assert problems(town, "ansvar=4100 konto=64400", on=date(2026, 3, 3)) == []


def test_a_short_code_stands_for_person_unit_coding_and_reference(town: Town) -> None:
    anna = a_person(town)

    key = issued(town, person_id=anna.person_id)

    with tenant_scope(town.tenant_id):
        code = queries.short_code(key, TODAY)
    assert (code.code, code.person_id, code.unit_id) == ("EK7", anna.person_id, town.oak_hill)
    assert (code.coding, code.invoice_reference) == ("ansvar=4100 konto=64400", "EK7-4100")
    assert not code.is_doubly_linked
    assert published(town)[-1] == "coding.short_code_issued"


def test_a_short_code_that_makes_no_sense_is_refused_for_every_reason(town: Town) -> None:
    issued(town)
    before = published(town)

    codes = refused(
        lambda: issued(town, coding="ansvar=77", valid_until=date(2025, 1, 1), valid_from=TODAY)
    )
    doubled = refused(lambda: issued(town))
    nobody = refused(lambda: issued(town, "EK8", person_id=uuid7()))

    assert codes == ["coding.ends_before_it_begins", "coding.value_unknown"]
    assert doubled == ["coding.short_code_taken"]
    assert nobody == ["kernel.missing"]
    assert published(town) == before


def test_a_short_code_is_renewed_by_finance_only(town: Town) -> None:
    key = issued(town, valid_until=date(2026, 2, 28))

    codes = refused(
        lambda: actions.renew_short_code(
            key, date(2026, 12, 31), actor=a_person(town, "Bo"), at=NOON
        ),
        Forbidden,
    )
    actions.renew_short_code(key, date(2026, 12, 31), actor=town.office, at=NOON)

    assert codes == ["authority.no_role"]
    with tenant_scope(town.tenant_id):
        assert queries.short_code(key, TODAY).valid_until == date(2026, 12, 31)
        assert refused(lambda: queries.short_code(uuid7(), TODAY), Missing) == ["kernel.missing"]


def test_the_finance_systems_register_is_taken_over_as_it_is_and_doubles_are_seen(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    register = tuple(
        ShortCodeFacts("EK7", id_of(person), town.oak_hill, "ansvar=4100", "EK7", date(2026, 1, 1))
        for person in (anna, bo)
    )

    counts = [actions.import_short_codes(register, actor=town.office, at=NOON) for _ in range(2)]

    assert counts == [2, 0]
    (mine,) = queries.my_short_codes(TODAY, actor=anna)
    assert mine.is_doubly_linked
    (other,) = queries.my_short_codes(TODAY, actor=bo)
    actions.end_short_code(other.id, date(2026, 3, 1), actor=town.office, at=NOON)
    (mine,) = queries.my_short_codes(TODAY, actor=anna)
    assert not mine.is_doubly_linked


@pytest.mark.parametrize("lines", [1, 100, 1000])
def test_a_register_of_any_size_takes_the_same_number_of_statements(town: Town, lines: int) -> None:
    person = id_of(a_person(town))
    register = tuple(
        ShortCodeFacts(f"K{n}", person, town.oak_hill, "ansvar=4100", f"K{n}", TODAY)
        for n in range(lines)
    )

    with statements(town) as asked:
        actions.import_short_codes(register, actor=town.office, at=NOON)

    assert len(asked) == 3  # those already here, the insert, the event
    with tenant_scope(town.tenant_id):
        assert ShortCode.objects.count() == lines


def test_a_coding_is_proposed_from_unit_short_code_and_category(town: Town) -> None:
    anna = a_person(town)
    unit = parties.open_unit(
        UnitFacts("Kök", default_coding="ansvar=4200"),
        valid_from=date(2020, 1, 1),
        actor=town.office,
        at=NOON,
    )
    for category, account in (("15000000-8", "46000"), ("03000000-1", "64400")):
        actions.map_account(category, account, valid_from=TODAY, actor=town.office, at=NOON)

    with statements(town) as asked:
        plain = queries.proposals(unit, [BREAD, FRUIT, "99"], id_of(anna), TODAY)
    issued(town, person_id=anna.person_id, unit_id=unit, coding="ansvar=4100")
    with tenant_scope(town.tenant_id):
        coded = queries.proposal(unit, BREAD, id_of(anna), TODAY)

    assert plain == {
        BREAD: "ansvar=4200 konto=46000",
        FRUIT: "ansvar=4200 konto=64400",
        "99": "ansvar=4200",
    }
    assert coded == "ansvar=4100 konto=46000"
    assert len(asked) == 4  # unit, short codes, chart, accounts


def test_a_category_has_one_account_at_a_time_and_it_must_be_in_force(town: Town) -> None:
    def mapped(account: str) -> UUID:
        return actions.map_account(
            "15000000-8", account, valid_from=TODAY, actor=town.office, at=NOON
        )

    assert refused(lambda: mapped("1")) == ["coding.no_such_account"]
    mapped("46000")
    assert refused(lambda: mapped("64400")) == ["coding.already_mapped"]
