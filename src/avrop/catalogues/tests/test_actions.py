"""The commands of catalogues, with a database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from avrop import documents
from avrop.agreements import actions as agreements
from avrop.agreements.rules import AgreedPrice
from avrop.agreements.tests.builders import an_agreement
from avrop.catalogues import actions, events, queries
from avrop.catalogues.models import Item, Price, StagedLine, Version
from avrop.catalogues.tests.builders import YEAR_END, Shop, a_line, a_shop, of
from avrop.documents.catalogue import RelatedItem
from avrop.documents.common import Identifier, Period
from avrop.documents.parties import Party
from avrop.kernel import jobs
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, a_unit, publishing
from avrop.values import Money, uuid7

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def view(shop: Shop, version_id: Any) -> Any:
    return queries.version(version_id, actor=shop.actor)


def from_day(day: Any) -> Any:
    return {"validity": Period(start=day, end=YEAR_END)}


def test_a_price_list_that_comes_in_changes_nothing_before_it_is_activated(shop: Shop) -> None:
    with publishing(shop.actor.tenant_id) as published:
        version_id = shop.take_in(a_line("100"), a_line("101"))

    found = view(shop, version_id)
    assert (found.state, found.number, found.counts.clean) == ("in_review", 1, 2)
    assert shop.offers() == {}
    assert published == [events.CatalogueReceived(version_id, shop.agreement_id)]


def test_an_activated_list_is_what_the_agreement_offers(shop: Shop) -> None:
    shop.activate(a_line("100", "12.50", minimum_order=of("2", "XCT")), a_line("101", "7"))

    offers = shop.offers()
    milk = offers["100"]
    assert (milk.name, milk.unit, milk.vat_kind) == ("Mjölk 100", "XCT", "food")
    assert milk.price == Money(Decimal("12.50"), "SEK")
    assert (milk.base_quantity, milk.price_factor, milk.min_quantity) == tuple(map(Decimal, "112"))
    assert milk.agreement_id == shop.agreement_id
    assert list(offers) == ["100", "101"]
    assert shop.prices(YEAR_END + timedelta(days=1)) == {"100": None, "101": None}


def test_the_same_list_twice_is_one_list(shop: Shop) -> None:
    first = shop.take_in(a_line("100"))

    with publishing(shop.actor.tenant_id) as published:
        second = shop.take_in(a_line("100"), number="P-2")

    assert second == first
    assert published == []


def test_a_list_that_says_nothing_new_writes_nothing_when_it_comes_into_force(shop: Shop) -> None:
    shop.activate(a_line("100"), a_line("101"))
    with tenant_scope(shop.actor.tenant_id):
        items, prices = list(Item.objects.values()), list(Price.objects.values())

    shop.activate(a_line("101"), a_line("100"))

    with tenant_scope(shop.actor.tenant_id):
        assert list(Item.objects.values()) == items
        assert list(Price.objects.values()) == prices


def test_an_old_list_that_comes_back_is_a_new_version(shop: Shop) -> None:
    first = shop.activate(a_line("100", "10"))
    shop.activate(a_line("100", "9"))

    third = shop.activate(a_line("100", "10"))

    assert third != first
    assert shop.prices() == {"100": 10}


def test_a_replacement_withdraws_what_it_leaves_out(shop: Shop) -> None:
    shop.activate(a_line("100"), a_line("101"))

    shop.activate(a_line("101", "6"), a_line("102"))

    assert shop.prices() == {"101": 6, "102": Decimal("12.50")}
    with tenant_scope(shop.actor.tenant_id):
        found = queries.items_by_seller_ids(shop.agreement_id, ["100"], TODAY)
    assert not found["100"].is_active


def test_an_update_touches_the_lines_it_names_and_no_others(shop: Shop) -> None:
    shop.activate(a_line("100"), a_line("101"), a_line("102"))

    shop.activate(
        a_line("101", "6", action_code="Update"),
        a_line("102", action_code="Delete"),
        a_line("103", "3", action_code="Add"),
        a_line("100", "99", action_code="Add"),
        a_line("109", "1", action_code="Update"),
        action_code="Update",
    )

    assert shop.prices() == {"100": Decimal("12.50"), "101": 6, "103": 3}


def test_a_deleted_catalogue_offers_nothing_until_a_new_one_is_added(shop: Shop) -> None:
    shop.activate(a_line("100"))
    with pytest.raises(Refused) as refusal:
        shop.take_in(a_line("101"), action_code="Add")
    assert refusal.value.codes == ["catalogues.already_has_one"]

    shop.activate(a_line("100"), action_code="Delete")
    assert shop.offers() == {}
    shop.activate(a_line("101"), action_code="Add")

    assert list(shop.offers()) == ["101"]


def test_an_update_needs_a_catalogue(shop: Shop) -> None:
    with pytest.raises(Refused) as refusal:
        shop.take_in(a_line("100"), action_code="Update")

    assert refusal.value.codes == ["catalogues.nothing_to_change"]


def test_a_rejected_list_changes_nothing(shop: Shop) -> None:
    shop.activate(a_line("100"))
    version_id = shop.take_in(a_line("101", "1"))

    with pytest.raises(Refused):
        actions.reject_version(version_id, "", actor=shop.actor, at=AT)
    actions.reject_version(version_id, "Fel avtal", actor=shop.actor, at=AT)

    assert list(shop.offers()) == ["100"]
    with pytest.raises(Refused) as refusal:
        actions.activate_version(version_id, actor=shop.actor, at=AT)
    assert refusal.value.codes == ["kernel.wrong_step"]
    assert shop.take_in(a_line("101", "1")) != version_id


def test_a_rise_waits_for_somebody_and_the_rest_goes_live(shop: Shop) -> None:
    shop.activate(a_line("100", "10"), a_line("101", "10"), a_line("102", "10"))
    version_id = shop.take_in(a_line("100", "11"), a_line("101", "11"), a_line("102", "9"))
    lines = queries.staged_lines(version_id, verdict="quarantined", actor=shop.actor).items
    first = next(line for line in lines if line.seller_item_id == "100")
    assert [problem.code for problem in first.problems] == ["catalogues.price_raised"]
    assert first.problems[0].values["percent"] == 10

    actions.review_lines(version_id, (first.id,), "accept", "Index", actor=shop.actor, at=AT)
    after = actions.activate_version(version_id, actor=shop.actor, at=AT)

    assert shop.prices() == {"100": 11, "101": 10, "102": 9}
    assert (after.counts.quarantined, after.counts.accepted) == (2, 1)


def test_a_rejected_verdict_stands_whatever_anybody_decides(shop: Shop) -> None:
    version_id = shop.take_in(a_line("100", standard_id=Identifier("7310865004704", "0160")))
    (line,) = queries.staged_lines(version_id, actor=shop.actor).items

    with pytest.raises(Refused) as refusal:
        actions.review_lines(version_id, (line.id,), "accept", "Ändå", actor=shop.actor, at=AT)
    actions.activate_version(version_id, actor=shop.actor, at=AT)

    assert refusal.value.codes == ["catalogues.line_not_quarantined"]
    assert shop.offers() == {}


def test_a_line_held_back_leaves_its_article_as_it_was(shop: Shop) -> None:
    shop.activate(a_line("100"), a_line("101"))

    version_id = shop.take_in(a_line("100", orderable_unit="BOX"), a_line("101", "13"))
    actions.activate_version(version_id, actor=shop.actor, at=AT)

    assert shop.prices() == {"100": Decimal("12.50"), "101": Decimal("12.50")}


def test_prices_above_the_agreed_ones_are_held_back(shop: Shop) -> None:
    price = AgreedPrice("100", Decimal(12), unit="XCT")
    agreements.agree_prices(shop.agreement_id, (price,), TODAY, actor=shop.actor, at=AT)

    version_id = shop.take_in(a_line("100"), a_line("101"))

    assert view(shop, version_id).counts.quarantined == 1


def test_a_list_may_come_into_force_whole_only_where_that_is_decided(shop: Shop) -> None:
    actions.change_control(Decimal(0), False, TODAY, "Beslut", actor=shop.actor, at=AT)
    version_id = shop.take_in(a_line("100", tax=None), a_line("101"))

    with pytest.raises(Refused) as refusal:
        actions.activate_version(version_id, actor=shop.actor, at=AT)
    actions.accept_lines(version_id, "Ok", actor=shop.actor, at=AT)
    actions.activate_version(version_id, actor=shop.actor, at=AT)

    assert refusal.value.codes == ["catalogues.lines_held_back"]
    assert view(shop, version_id).state == "active"


def test_a_list_for_tomorrow_is_scheduled_and_comes_into_force_on_its_day(shop: Shop) -> None:
    shop.activate(a_line("100", "10"))
    version_id = shop.take_in(a_line("100", "9"), **from_day(TOMORROW))

    scheduled = actions.activate_version(version_id, actor=shop.actor, at=AT)
    none = actions.activate_due(actor=shop.actor, at=AT)
    before = shop.prices()
    one = actions.activate_due(actor=shop.actor, at=AT + timedelta(days=1))

    assert (scheduled.state, scheduled.in_force_from) == ("scheduled", TOMORROW)
    assert (none, one) == (0, 1)
    assert before == {"100": 10}
    assert (shop.prices(), shop.prices(TOMORROW)) == ({"100": 10}, {"100": 9})


def test_lines_are_judged_again_when_another_list_came_into_force_meanwhile(shop: Shop) -> None:
    shop.activate(a_line("100", "10"))
    waiting = shop.take_in(a_line("100", "9.50"), **from_day(TOMORROW))
    actions.activate_version(waiting, actor=shop.actor, at=AT)
    shop_today = shop.take_in(a_line("100", "9"), **from_day(TODAY))
    with pytest.raises(Refused) as refusal:
        actions.activate_version(shop_today, actor=shop.actor, at=AT)
    assert refusal.value.codes == ["catalogues.day_is_taken"]
    actions.reject_version(waiting, "Ersatt", actor=shop.actor, at=AT)
    again = shop.take_in(a_line("100", "9.50"), **from_day(TOMORROW))

    actions.activate_version(shop_today, actor=shop.actor, at=AT)
    actions.activate_version(again, actor=shop.actor, at=AT + timedelta(days=1))

    assert view(shop, again).counts.quarantined == 1
    assert shop.prices(TOMORROW) == {"100": 9}


def test_two_lists_of_an_agreement_never_share_a_day_or_are_both_in_force(shop: Shop) -> None:
    first = shop.activate(a_line("100", "10"))
    second = shop.activate(a_line("100", "9"))

    assert view(shop, first).in_force_from is None
    assert view(shop, second).in_force_from == TODAY
    for wrong in ({"state": "active"}, {"in_force_from": TODAY}):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            tenant_scope(shop.actor.tenant_id),
        ):
            Version.objects.filter(id=first).update(**{"in_force_from": TOMORROW, **wrong})


def test_a_price_of_the_past_stays_what_it_was(shop: Shop) -> None:
    shop.activate(a_line("100", "10"))
    version_id = shop.take_in(a_line("100", "9"), **from_day(TOMORROW))

    actions.activate_version(version_id, actor=shop.actor, at=AT + timedelta(days=1))

    assert (shop.prices(), shop.prices(TOMORROW)) == ({"100": 10}, {"100": 9})


def test_what_a_list_changes_can_be_seen_before_and_after(shop: Shop) -> None:
    shop.activate(a_line("100", "10"), a_line("101", "10"), a_line("102"), a_line("103"))
    version_id = shop.take_in(
        a_line("100", "11"), a_line("101", "9"), a_line("103"), a_line("104"), a_line("105")
    )

    before = queries.difference(version_id, actor=shop.actor)
    actions.accept_lines(version_id, "Ok", actor=shop.actor, at=AT)
    actions.activate_version(version_id, actor=shop.actor, at=AT)
    after = queries.difference(version_id, actor=shop.actor)

    def numbers(kind: Any) -> Any:
        return [each.seller_item_id for each in kind]

    assert numbers(before.added) == ["104", "105"]
    assert (numbers(before.dearer), numbers(before.cheaper)) == (["100"], ["101"])
    assert (numbers(before.removed), before.unchanged) == (["102"], 1)
    assert (before.dearer[0].percent, before.dearer[0].former_price) == (Decimal(10), Decimal(10))
    assert after == before


def test_what_replaces_a_withdrawn_article_is_named(shop: Shop) -> None:
    shop.activate(a_line("100"))
    shop.activate(a_line("101", replaces=(RelatedItem("100"),)))

    with tenant_scope(shop.actor.tenant_id):
        found = queries.items_by_seller_ids(shop.agreement_id, ["100", "101"], TODAY)
    assert (found["100"].successor_id, found["101"].successor_id) == ("101", "")


def test_an_article_is_found_by_its_gtin_in_any_length(shop: Shop) -> None:
    shop.activate(a_line("100", standard_id=Identifier("7310865004703", "0160")))

    with tenant_scope(shop.actor.tenant_id):
        found = queries.items_by_gtin(shop.agreement_id, ["07310865004703", "nonsense"], TODAY)

    assert {gtin: offer.seller_item_id for gtin, offer in found.items()} == {
        "07310865004703": "100"
    }


def test_people_find_what_their_unit_may_order(shop: Shop) -> None:
    unit, other = a_unit(shop.actor.tenant_id), a_unit(shop.actor.tenant_id, "Badet")
    agreements.entitle_units(shop.agreement_id, (unit,), actor=shop.actor, at=AT)
    shop.activate(a_line("100", keywords=("lättmjölk",)), a_line("101", description="50 % bättre"))

    def found(text: Any, unit_id: Any = unit, **more: Any) -> Any:
        page = queries.search(text, TODAY, unit_id=unit_id, actor=shop.actor, **more)
        return [offer.seller_item_id for offer in page.items]

    assert found("mjölk") == ["101", "100"]
    assert (found("lättmjölk"), found("mjölk 0 %"), found("50 %")) == (["100"], ["101"], ["101"])
    assert (found("mjölk", other), found("mjölk", category="155", limit=1)) == ([], ["101"])


def test_only_those_who_look_after_catalogues_touch_them(shop: Shop) -> None:
    requester = a_person(shop.actor.tenant_id, ("requester",))
    version_id = shop.take_in(a_line("100"))

    for act in (
        lambda: actions.import_document(shop.list_of(), actor=requester, at=AT),
        lambda: actions.accept_lines(version_id, "Ok", actor=requester, at=AT),
        lambda: actions.reject_version(version_id, "Nej", actor=requester, at=AT),
        lambda: actions.activate_version(version_id, actor=requester, at=AT),
    ):
        with pytest.raises(Forbidden):
            act()
    assert view(shop, version_id).state == "in_review"
    nobody = a_person(shop.actor.tenant_id, ())
    with pytest.raises(Missing):
        queries.version(version_id, actor=nobody)


def test_a_list_from_nobody_known_is_not_taken_in(shop: Shop) -> None:
    stranger = Party(endpoint=Identifier("5590000000", "0007"))

    with pytest.raises(Refused) as refusal:
        shop.take_in(a_line("100"), provider=stranger)

    assert refusal.value.codes == ["exchange.unknown_sender"]


def test_the_contract_named_decides_among_several_agreements(shop: Shop) -> None:
    other = an_agreement(shop.actor, number="RA-2", seller_id=shop.seller_id)

    named = shop.take_in(a_line("100"), contract="RA-2")
    unclear = shop.take_in(a_line("100"))

    assert view(shop, named).agreement_id == other
    assert (view(shop, unclear).agreement_id, view(shop, unclear).state) == (None, "received")
    with pytest.raises(Refused):
        actions.activate_version(unclear, actor=shop.actor, at=AT)


def test_a_list_that_was_not_kept_is_taken_in_again_for_its_agreement(shop: Shop) -> None:
    other = an_agreement(shop.actor, number="RA-2", seller_id=shop.seller_id)
    unclear = shop.take_in(a_line("100"))

    with pytest.raises(Refused) as refusal:
        actions.assign_agreement(unclear, other, actor=shop.actor, at=AT)

    assert [said.code for said in refusal.value.problems] == ["catalogues.list_not_kept"]


def test_bytes_that_break_the_rules_are_refused_with_every_reason(shop: Shop) -> None:
    with pytest.raises(Invalid) as unreadable:
        actions.import_catalogue(b"<nothing/>", actor=shop.actor, at=AT)
    with pytest.raises(Missing):
        content = documents.write(shop.list_of(a_line("100")))
        actions.import_catalogue(content, agreement_id=uuid7(), actor=shop.actor, at=AT)

    assert unreadable.value.problems


def test_a_peppol_catalogue_that_arrives_waits_for_review_and_for_its_agreement(shop: Shop) -> None:
    manager = a_person(shop.actor.tenant_id, ("agreement_manager",))
    an_agreement(shop.actor, number="RA-2", seller_id=shop.seller_id)

    def asked() -> list[str]:
        return [task.kind for task in tasks.my_tasks(actor=manager).items]

    version_id = shop.sent_in(a_line("100"))
    before = (view(shop, version_id).state, asked())
    with jobs.running_here() as run:
        actions.assign_agreement(version_id, shop.agreement_id, actor=manager, at=AT)
        run()
        after = (view(shop, version_id).state, asked())
        actions.activate_version(version_id, actor=manager, at=AT)

    assert before == ("received", ["catalogues.task_assign"])
    assert after == ("in_review", ["catalogues.task_review"])
    assert list(shop.offers()) == ["100"]
    assert asked() == []


def test_nobody_is_asked_to_review_a_list_that_was_put_in_force_before_they_were_told(
    shop: Shop,
) -> None:
    manager = a_person(shop.actor.tenant_id, ("agreement_manager",))

    with jobs.running_here() as run:
        version_id = shop.take_in(a_line("100"))
        actions.activate_version(version_id, actor=manager, at=AT)
        run()

    assert tasks.my_tasks(actor=manager).items == ()


@pytest.mark.parametrize("change", ["new", "dearer"])
def test_a_list_costs_the_same_statements_however_long_it_is(change: Any) -> None:
    counts = set()
    for lines in (1, 100, 1000):
        shop = a_shop()
        if change == "dearer":
            shop.activate(*[a_line(str(n), "12.50") for n in range(lines)])
        with CaptureQueriesContext(connection) as taking_in:
            version_id = shop.take_in(*[a_line(str(n), "13") for n in range(lines)])
        with CaptureQueriesContext(connection) as reviewing:
            actions.accept_lines(version_id, "Ok", actor=shop.actor, at=AT)
        with CaptureQueriesContext(connection) as activating:
            actions.activate_version(version_id, actor=shop.actor, at=AT)
        counts.add((len(taking_in), len(reviewing), len(activating)))
        with tenant_scope(shop.actor.tenant_id):
            assert Item.objects.filter(state="active").count() == lines
            assert Price.objects.filter(amount=13, valid_until=YEAR_END).count() == lines
            assert StagedLine.objects.filter(version_id=version_id).count() == lines

    assert len(counts) == 1
