"""What the rules of data quality find, and what they let be. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from avrop.parties.quality.finding import findings, problems_putting_aside, with_asides
from avrop.parties.quality.rules import (
    RULES,
    closes_before_it_opens,
    is_like_a_phone_number,
)
from avrop.parties.quality.shapes import (
    Aside,
    ContactSeen,
    Finding,
    OrganisationSeen,
    PersonSeen,
    TermsSeen,
    UnitSeen,
)
from avrop.parties.quality.usual import lacking, strange_domain, usual_city, usual_domain
from avrop.parties.shapes import PostalAddress
from avrop.parties.tests.builders import (
    NOON,
    PLACE,
    TODAY,
    a_contact_view,
    a_unit_view,
    an_organisation_view,
)
from avrop.parties.wording import WORDING
from avrop.values import uuid7


def codes(seen: Any, on: date = TODAY) -> list[str]:
    return [one.rule.removeprefix("parties.") for one in findings([seen], on)]


def a_unit(orders: bool = True, **facts: Any) -> UnitSeen:
    """A unit that lacks nothing; `facts` are of the unit, or of what is said of it elsewhere."""
    about = {name: facts.pop(name) for name in tuple(facts) if name in UnitSeen.__slots__}
    view = a_unit_view(**{"opening_hours": "Mån–fre 7–16"} | facts)
    return UnitSeen(view, orders=orders, **about)


def a_person(**facts: Any) -> PersonSeen:
    return PersonSeen(id=uuid7(), **({"name": "Kim Ek", "unit": "Skolan"} | facts))


def terms(**facts: Any) -> TermsSeen:
    stated = {"organisation": "Grossisten AB", "unit": "Skolan", "valid_from": TODAY}
    return TermsSeen(id=uuid7(), organisation_id=uuid7(), **({"unit_id": uuid7()} | stated | facts))


def test_every_rule_has_words_with_all_its_facts_a_remedy_and_its_own_code_for_a_subject() -> None:
    assert len({(one.code, one.subject) for one in RULES}) == len(RULES)
    for rule in RULES:
        words = WORDING[rule.code]
        assert words.remedy, rule.code
        assert words.fixer, rule.code


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ({"delivery_address": None}, "no_delivery_address"),
        ({"delivery_address": PostalAddress("Ekvägen 3")}, "quality_part_of_address"),
        ({"invoice_reference": ""}, "no_invoice_reference"),
        ({"has_series": True}, "quality_no_gln"),
        ({"opening_hours": " "}, "quality_no_opening_hours"),
        ({"has_contact": False}, "quality_no_unit_contact"),
        ({"without_number": ("Frukt AB",)}, "no_customer_number"),
        ({"without_days": ("Frukt AB",), "serves_food": True}, "no_delivery_days"),
    ],
)
def test_a_unit_that_orders_is_told_what_it_lacks(lacks: dict[str, Any], code: str) -> None:
    assert codes(a_unit(**lacks)) == [code]


def test_a_unit_that_nobody_orders_for_needs_nothing_of_what_ordering_takes() -> None:
    bare = a_unit(
        orders=False,
        delivery_address=None,
        invoice_reference="",
        opening_hours="",
        has_contact=False,
        without_number=("Frukt AB",),
        has_series=True,
    )

    assert codes(bare) == []


def test_a_gln_is_asked_for_only_where_there_is_a_series_of_ones_own() -> None:
    assert codes(a_unit(gln="")) == []


@pytest.mark.parametrize(
    ("postal_code", "country", "is_found"),
    [
        ("123 45", "SE", False),
        ("12345", "SE", False),
        ("SE-123 45", "SE", True),
        ("1234", "SE", True),
        ("0150", "NO", False),
    ],
)
def test_a_swedish_postal_code_has_five_digits(
    postal_code: str, country: str, is_found: bool
) -> None:
    place = replace(PLACE, postal_code=postal_code, country=country)

    assert (codes(a_unit(delivery_address=place)) == ["quality_postal_code"]) is is_found


def test_a_city_that_differs_from_that_of_the_other_units_with_its_postal_code_stands_out() -> None:
    usual = usual_city({"Ekbacken": 2, "EKBACKEN": 1, "Ekbaken": 1})

    assert usual == "Ekbacken"
    assert codes(a_unit(city=usual)) == []
    wrong = replace(PLACE, city="Ekbaken")
    assert codes(a_unit(city=usual, delivery_address=wrong)) == ["quality_city_differs"]
    assert usual_city({"Ekbacken": 1, "Alby": 1}) == usual_city({}) == ""


@pytest.mark.parametrize(
    ("hours", "is_backwards"),
    [
        ("Mån–fre 7–16", False),
        ("6.30-18", False),
        ("Mån-tor 8:00 – 17:00, fre 8–15", False),
        ("0–24", False),
        ("Alla dagar, dygnet runt", False),
        ("Ring 08-123 45 67", False),
        ("1-31 juli stängt", False),
        ("16–7", True),
        ("8–17, fre 15–8", True),
        ("9.30–9.30", True),
    ],
)
def test_opening_hours_that_close_before_they_open_are_found(
    hours: str, is_backwards: bool
) -> None:
    assert closes_before_it_opens(hours) is is_backwards


def test_a_unit_that_soon_closes_with_people_in_it_is_told_a_month_before() -> None:
    closing = a_unit(valid_until=TODAY + timedelta(days=30), staying=3)

    (found,) = findings([closing], TODAY)

    assert found.rule == "parties.quality_closing_with_people"
    assert found.values["count"] == 3
    assert codes(closing, TODAY - timedelta(days=1)) == []


def test_units_people_and_organisations_of_one_name_are_found() -> None:
    partner = an_organisation_view()

    assert codes(a_unit(namesakes=1)) == ["quality_units_alike"]
    assert codes(a_person(namesakes=1, unit_id=uuid7())) == ["quality_people_alike"]
    assert codes(a_person(namesakes=1)) == []  # who works nowhere is not one of the same unit
    assert codes(OrganisationSeen(partner, namesakes=1)) == ["quality_organisations_alike"]


@pytest.mark.parametrize(
    ("phone", "can_be"),
    [
        ("08-123 456", True),
        ("+46 (0)8 12 34 56", True),
        ("0701234567", True),
        ("1234", False),
        ("07O1234567", False),
        ("anknytning 123456", False),
        ("1234567890123456", False),
    ],
)
def test_a_telephone_number_has_no_letters_and_as_many_digits_as_one_can_have(
    phone: str, can_be: bool
) -> None:
    assert is_like_a_phone_number(phone) is can_be
    assert (codes(a_person(phone=phone)) == []) is can_be
    contact = ContactSeen(replace(a_contact_view(), phone=phone), "Grossisten AB")
    assert (codes(contact) == []) is can_be


def test_a_domain_that_hardly_anybody_has_is_strange_where_nearly_all_have_another() -> None:
    tally = {"ek.se": 95, "ek.sse": 1, "skola.se": 4}
    usual = usual_domain(tally)

    assert usual == "ek.se"
    assert strange_domain("kim@ek.sse", tally, usual) == "ek.se"
    assert strange_domain("kim@skola.se", tally, usual) == ""
    assert strange_domain("kim@barn.ek.se", tally, usual) == ""
    assert strange_domain("", tally, usual) == ""
    assert usual_domain({"ek.se": 19}) == usual_domain({"ek.se": 60, "al.se": 40}) == ""
    assert codes(a_person(email="kim@ek.sse", usual_domain="ek.se")) == ["quality_email_domain"]


def test_whoever_works_nowhere_any_more_has_a_last_day_to_be_set() -> None:
    yesterday = TODAY - timedelta(days=1)

    assert codes(a_person(works=False)) == ["quality_never_employed"]
    assert codes(a_person(works=False, worked_until=yesterday)) == ["quality_employment_over"]
    assert codes(a_person(works=True, worked_until=yesterday)) == []
    assert codes(a_person(unit_closed=yesterday)) == ["quality_in_closed_unit"]


def test_a_contact_is_doubtful_after_a_year_or_when_mail_has_come_back() -> None:
    contact = a_contact_view()
    year = timedelta(days=365)

    assert codes(ContactSeen(contact, "Frukt AB"), TODAY + year) == []
    assert codes(ContactSeen(contact, "Frukt AB"), TODAY + year + timedelta(days=1)) == [
        "quality_contact_stale"
    ]
    bounced = replace(contact, bounced_at=NOON)
    assert codes(ContactSeen(bounced, "Frukt AB"), TODAY + 2 * year) == ["quality_contact_bounced"]


def test_a_supplier_who_has_not_answered_for_two_weeks_is_rung() -> None:
    asked = terms(awaits=True)

    assert codes(asked, TODAY + timedelta(days=14)) == []
    assert codes(asked, TODAY + timedelta(days=15)) == ["quality_supplier_silent"]
    assert codes(replace(asked, awaits=False), TODAY + timedelta(days=15)) == []


def test_a_vat_number_holds_the_organisation_number() -> None:
    partner = an_organisation_view()

    assert codes(OrganisationSeen(replace(partner, vat_id="SE556036079301"))) == []
    assert codes(OrganisationSeen(replace(partner, vat_id="SE556036079401"))) == [
        "quality_vat_differs"
    ]
    assert codes(OrganisationSeen(replace(partner, vat_id="NO974761076"))) == []


def test_we_ourselves_have_an_electronic_address_and_a_fresh_import_if_any() -> None:
    own = replace(an_organisation_view("Ekbacken"), is_self=True, endpoint="0007:5560360793")

    assert codes(OrganisationSeen(own)) == []
    assert codes(OrganisationSeen(replace(own, endpoint=""))) == ["quality_own_address_missing"]
    assert codes(OrganisationSeen(own, imported_on=TODAY - timedelta(days=60))) == []
    assert codes(OrganisationSeen(own, imported_on=TODAY - timedelta(days=61))) == [
        "quality_import_old"
    ]


def test_a_partner_we_trade_with_has_somebody_to_speak_with() -> None:
    partner = an_organisation_view()

    assert codes(OrganisationSeen(partner, trades=True, has_order_contact=False)) == [
        "quality_no_contact_there"
    ]
    assert codes(OrganisationSeen(partner, trades=False, has_order_contact=False)) == []


def test_the_nearest_terms_say_what_a_unit_lacks_at_a_supplier() -> None:
    outer, school = uuid7(), uuid7()
    everywhere = terms(unit_id=None, needs_number=True, by_centre=True)
    near = terms(unit_id=school, has_number=True, has_days=True)
    lineage = (outer, school)

    assert lacking(lineage, {None: everywhere}, takes_days=True) == (True, True)
    assert lacking(lineage, {None: everywhere}, takes_days=False) == (True, False)
    assert lacking(lineage, {None: everywhere, school: near}, takes_days=True) == (False, False)
    waits = {None: everywhere, outer: terms(unit_id=outer, awaits=True)}
    assert lacking(lineage, waits, takes_days=False) == (False, False)


# --- putting aside -----------------------------------------------------------------------------------


def an_aside(found: Finding, **facts: Any) -> Aside:
    known = Aside(
        id=uuid7(),
        version=1,
        rule=found.rule,
        subject_kind=found.subject_kind,
        subject_id=found.subject_id,
        digest=found.digest,
        reason="Hämtar själva",
        until=TODAY + timedelta(days=10),
        put_by=None,
        put_at=NOON,
    )
    return replace(known, **facts)


def test_a_finding_is_put_aside_until_the_day_has_passed_or_its_facts_change() -> None:
    wrong = a_person(phone="1234")
    (found,) = findings([wrong], TODAY)
    (changed,) = findings([replace(wrong, phone="12345")], TODAY)
    aside = an_aside(found)

    def is_aside(one: Finding, known: Aside, days: int = 0) -> bool:
        return with_asides([one], [known], TODAY + timedelta(days=days))[0].aside is not None

    assert is_aside(found, aside)
    assert is_aside(found, aside, days=10)
    assert not is_aside(found, aside, days=11)
    assert not is_aside(changed, aside)
    assert not is_aside(found, an_aside(found, taken_up_at=NOON))
    assert not is_aside(found, an_aside(found, subject_id=uuid7()))


def test_everything_that_keeps_a_finding_from_being_put_aside_is_told_at_once() -> None:
    def told(reason: str, until: date) -> list[str]:
        return [one.code for one in problems_putting_aside(reason, until, TODAY)]

    assert told("Hämtar själva", TODAY) == []
    assert told("Hämtar själva", TODAY + timedelta(days=366)) == []
    assert told(" ", TODAY - timedelta(days=1)) == [
        "parties.aside_without_reason",
        "parties.aside_until",
    ]
    assert told("x" * 501, TODAY + timedelta(days=367)) == [
        "parties.too_long",
        "parties.aside_until",
    ]
