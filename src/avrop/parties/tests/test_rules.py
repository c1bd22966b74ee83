"""What master data must be like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.problems import Problem
from avrop.kernel.wording import say
from avrop.parties import rules
from avrop.parties.contacts import ContactFacts
from avrop.parties.shapes import (
    ChannelChoice,
    OrganisationFacts,
    PostalAddress,
    TermsFacts,
    UnitFacts,
)
from avrop.parties.tests.builders import (
    GLN,
    NOON,
    OTHER_GLN,
    PLACE,
    TODAY,
    a_contact_view,
    a_person_view,
    a_unit_view,
    an_organisation_view,
    delivery_days,
)
from avrop.parties.wording import WORDING

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SUPPLIER = an_organisation_view()


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_numbers_are_kept_in_their_canonical_form() -> None:
    stated = OrganisationFacts(
        name=" Grossisten AB ",
        legal_scheme="0007",
        legal_id="556036-0793",
        vat_id="SE 556036-0793 01",
        endpoint="0007:556036-0793",
        country="se",
        bankgiro="5805-6201",
    )

    facts, problems = rules.checked_organisation(stated)

    assert problems == ()
    assert facts == OrganisationFacts(
        name="Grossisten AB",
        legal_scheme="0007",
        legal_id="5560360793",
        vat_id="SE556036079301",
        endpoint="0007:5560360793",
        country="SE",
        bankgiro="58056201",
    )


def test_everything_wrong_with_an_organisation_is_told_at_once_and_where() -> None:
    stated = OrganisationFacts(
        name="",
        legal_scheme="0007",
        legal_id="5560360794",
        gln="735000000001",
        country="Sweden",
        address=PostalAddress("x" * 201, gln="1"),
    )

    _, problems = rules.checked_organisation(stated)

    assert [(problem.code, problem.place[1:]) for problem in problems] == [
        ("parties.name_missing", ("name",)),
        ("parties.country_shape", ("country",)),
        ("identifiers.gln_shape", ("gln",)),
        ("identifiers.organisation_number_check_digit", ("legal_id",)),
        ("identifiers.gln_shape", ("address", "gln")),
        ("parties.too_long", ("address", "street")),
    ]


def test_neither_gln_nor_swedish_number_is_needed() -> None:
    stated = OrganisationFacts("Bauernhof GmbH", legal_id="HRB 12 345", country="DE")

    facts, problems = rules.checked_organisation(stated)

    assert problems == ()
    assert facts.legal_id == "HRB 12 345"


def test_a_contact_can_be_reached_and_has_a_purpose() -> None:
    _, problems = rules.checked_contact(ContactFacts("gossip", "Kim Ek"))

    assert codes(problems) == ["parties.unknown_purpose", "parties.contact_unreachable"]


def test_a_gln_of_ours_comes_from_our_own_prefix_where_we_have_one() -> None:
    assert codes(rules.problems_with_gln(GLN, own_prefix="7360")) == ["parties.gln_outside_prefix"]
    assert codes(rules.problems_with_gln(GLN, own_prefix="735000")) == []
    assert codes(rules.problems_with_gln(GLN, own_prefix="")) == []


def test_another_place_needs_another_gln() -> None:
    former = replace(PLACE, gln=GLN)
    moved = replace(former, street="Björkvägen 9")

    def problems(stated: PostalAddress, *, is_corrected: bool = False) -> list[str]:
        return codes(rules.problems_changing_place(former, stated, is_corrected=is_corrected))

    assert problems(moved) == ["parties.moved_place_keeps_gln"]
    assert problems(moved, is_corrected=True) == []
    assert problems(replace(moved, gln=OTHER_GLN)) == []
    assert problems(replace(former, street="EKVÄGEN  3", name="Köket")) == []


def test_a_unit_lies_neither_in_itself_nor_in_what_lies_in_it() -> None:
    outer = a_unit_view()
    inner = a_unit_view(path=f"{outer.path}inner/")

    assert codes(rules.problems_lying_under(outer.path, inner, TODAY)) == [
        "parties.unit_inside_itself"
    ]
    assert codes(rules.problems_lying_under(outer.path, outer, TODAY)) == [
        "parties.unit_inside_itself"
    ]
    assert codes(rules.problems_lying_under(inner.path, outer, TODAY)) == []


def test_every_reason_not_to_close_a_unit_is_told_at_once() -> None:
    unit = a_unit_view()
    closing = rules.Closing(unit, date(2025, 12, 31), open_units=2, people=3, successor=None)

    assert codes(rules.problems_closing(closing)) == [
        "parties.ends_before_beginning",
        "parties.unit_has_open_units",
        "parties.unit_has_people",
    ]


def test_a_unit_cannot_be_its_own_successor_nor_be_taken_over_by_one_that_closes_too() -> None:
    unit = a_unit_view()
    closing = rules.Closing(unit, TODAY, open_units=0, people=3, successor=unit)
    closes_too = a_unit_view(valid_until=TODAY)
    stays = a_unit_view()

    assert codes(rules.problems_closing(closing)) == ["parties.successor_not_open"]
    assert codes(rules.problems_closing(replace(closing, successor=closes_too))) == [
        "parties.successor_not_open"
    ]
    assert codes(rules.problems_closing(replace(closing, successor=stays))) == []


def test_who_leaves_is_not_taken_over_from_by_somebody_who_has_left() -> None:
    person = a_person_view()
    gone = a_person_view(valid_until=TODAY)

    assert codes(rules.problems_ending_person(person, TODAY, gone)) == ["parties.person_has_left"]
    assert codes(rules.problems_ending_person(person, TODAY, person)) == [
        "parties.taker_is_leaving"
    ]
    assert codes(rules.problems_ending_person(gone, TODAY, None)) == ["parties.person_has_left"]
    assert codes(rules.problems_ending_person(person, TODAY, a_person_view())) == []


def test_terms_of_the_nearest_unit_win_and_leave_the_rest_to_the_wider_ones() -> None:
    wide = TermsFacts(
        customer_number="1",
        customer_number_required=True,
        promised_response_hours=24,
        channels=(ChannelChoice("order", "local"), ChannelChoice("order_change", "local")),
        delivery_calendar=(delivery_days(),),
    )
    near = TermsFacts(
        customer_number="2", channels=(ChannelChoice("order", "portal"),), delivery_calendar=()
    )

    terms = rules.merged_terms(SUPPLIER, None, (near, wide))

    assert (terms.customer_number, terms.promised_response_hours) == ("2", 24)
    assert terms.channel_for("order") == "portal"
    assert terms.channel_for("order_change") == "local"
    assert terms.delivery_calendar == ()
    assert not terms.advanced_ordering
    assert not terms.lacks_customer_number


def test_with_nothing_agreed_there_are_no_terms_but_defaults() -> None:
    terms = rules.merged_terms(SUPPLIER, None, ())

    assert not terms.is_agreed
    assert terms.channel_for("order") == "local"
    assert terms.days_for("15800000") is None


facts_of_terms = st.builds(
    TermsFacts,
    customer_number=st.sampled_from(["", "1", "2"]),
    customer_number_required=st.none() | st.booleans(),
    promised_response_hours=st.none() | st.integers(1, 48),
    advanced_ordering=st.none() | st.booleans(),
)


@given(st.lists(facts_of_terms, max_size=4))
def test_every_merged_answer_is_the_nearest_one_that_was_given(stated: list[TermsFacts]) -> None:
    terms = rules.merged_terms(SUPPLIER, None, stated)

    for name in ("customer_number_required", "promised_response_hours", "advanced_ordering"):
        answers = [getattr(facts, name) for facts in stated if getattr(facts, name) is not None]
        assert getattr(terms, name) == (answers[0] if answers else getattr(terms, name))
        assert answers or getattr(terms, name) in (None, False)
    numbers = [facts.customer_number for facts in stated if facts.customer_number]
    assert terms.customer_number == (numbers[0] if numbers else "")


def test_terms_name_kinds_weekdays_and_hours_that_exist() -> None:
    terms = TermsFacts(
        promised_response_hours=0,
        channels=(ChannelChoice("love_letter", "local"),),
        delivery_calendar=(delivery_days(weekdays=(0, 8), days_before=61),),
    )

    assert [(problem.code, problem.place[1:]) for problem in rules.problems_with_terms(terms)] == [
        ("parties.response_hours_out_of_range", ("promised_response_hours",)),
        ("parties.unknown_document_kind", ("channels", 0, "kind")),
        ("parties.weekdays_shape", ("delivery_calendar", 0, "weekdays")),
        ("parties.days_before_out_of_range", ("delivery_calendar", 0, "days_before")),
    ]


def test_goods_come_on_the_days_of_the_longest_class_that_fits_them() -> None:
    everything, food, dairy = delivery_days(), delivery_days("15"), delivery_days("155")
    terms = replace(
        rules.merged_terms(SUPPLIER, None, ()), delivery_calendar=(everything, dairy, food)
    )

    assert terms.days_for("15511000-3") is dairy
    assert terms.days_for("15811100-7") is food
    assert terms.days_for("30192000-1") is everything


def test_orders_for_a_day_close_at_the_cut_off_in_local_time() -> None:
    days = delivery_days()
    tuesday = date(2026, 3, 3)
    two_in_stockholm = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)

    assert days.is_open_for(tuesday, at=two_in_stockholm, zone=STOCKHOLM)
    late = two_in_stockholm + timedelta(seconds=1)
    assert not days.is_open_for(tuesday, at=late, zone=STOCKHOLM)
    assert days.next_day(at=late, zone=STOCKHOLM) == date(2026, 3, 5)
    assert not days.is_open_for(date(2026, 3, 4), at=NOON, zone=STOCKHOLM)


def test_the_cut_off_follows_daylight_saving() -> None:
    days = delivery_days(weekdays=(1,), cut_off=time(12, 0), days_before=1)
    first_summer_day = date(2026, 3, 30)

    closes = days.closes_at(first_summer_day, STOCKHOLM)

    assert closes.astimezone(UTC) == datetime(2026, 3, 29, 10, 0, tzinfo=UTC)


def test_a_unit_that_lacks_address_and_reference_cannot_order_yet() -> None:
    unit = a_unit_view(delivery_address=None, invoice_reference="")

    assert codes(rules.problems_of_unit_ordering(unit, TODAY)) == [
        "parties.no_delivery_address",
        "parties.no_invoice_reference",
    ]
    assert codes(rules.problems_of_unit_ordering(a_unit_view(), TODAY)) == []


def test_a_missing_customer_number_stops_only_where_the_supplier_wants_one() -> None:
    unit = a_unit_view()
    contacts = (a_contact_view(),)

    def problems(stated: TermsFacts) -> list[str]:
        terms = rules.merged_terms(SUPPLIER, unit.id, (stated,), contacts)
        return codes(rules.problems_of_supplier(unit, terms))

    assert problems(TermsFacts(customer_number_required=True)) == ["parties.no_customer_number"]
    assert problems(TermsFacts(customer_number_required=True, customer_number="7")) == []
    assert problems(TermsFacts()) == []


def test_food_through_the_centre_waits_for_delivery_days() -> None:
    school, stated = (
        a_unit_view(serves_food=True),
        TermsFacts(consignee_organisation_id=SUPPLIER.id),
    )
    terms = rules.merged_terms(SUPPLIER, school.id, (stated,), (a_contact_view(),))

    assert codes(rules.problems_of_supplier(school, terms)) == ["parties.no_delivery_days"]
    assert codes(rules.problems_of_supplier(replace(school, serves_food=False), terms)) == []


def test_a_contact_is_doubtful_after_twelve_months_or_when_mail_comes_back() -> None:
    contact = a_contact_view()

    assert not contact.is_doubtful(TODAY + timedelta(days=365))
    assert contact.is_doubtful(TODAY + timedelta(days=366))
    assert replace(contact, bounced_at=NOON).is_doubtful(TODAY)


def test_the_first_contact_for_a_purpose_is_the_one() -> None:
    near, far, other = a_contact_view(), a_contact_view(), a_contact_view("agreement")

    assert rules.nearest_contacts((near, far, other)) == (other, near)


def test_a_unit_without_gln_is_in_order() -> None:
    facts, problems = rules.checked_unit(UnitFacts(" Köket "))

    assert problems == ()
    assert facts.name == "Köket"


def test_every_sentence_has_room_for_the_facts_that_come_with_it() -> None:
    unit = a_unit_view(serves_food=True, delivery_address=None, invoice_reference="")
    terms = rules.merged_terms(
        SUPPLIER,
        unit.id,
        (TermsFacts(customer_number_required=True, consignee_organisation_id=SUPPLIER.id),),
    )
    closing = rules.Closing(unit, date(2025, 1, 1), 1, 1, None)
    found = [
        *rules.problems_of_unit_ordering(replace(unit, valid_until=date(2026, 1, 2)), TODAY),
        *rules.problems_of_supplier(unit, terms),
        *rules.problems_closing(closing),
        *rules.problems_lying_under(unit.path, unit, TODAY),
        *rules.problems_with_gln(GLN, own_prefix="1234"),
        *rules.problems_issuing_key(
            rules.Keyed("Kim", False, date(2026, 1, 1), False, False), "", date.max, TODAY
        ),
        *rules.problems_issuing_key(
            rules.Keyed("Kim", True, None, False, False), "program", TODAY, TODAY
        ),
        *rules.problems_being_renumbered("0007:5560360793", OrganisationFacts("Ekbacken")),
        *rules.problems_allocating_gln(GLN, ""),
    ]

    for problem in found:
        assert problem.code in WORDING
        assert "%(" not in say(problem).sentence + say(problem).remedy
