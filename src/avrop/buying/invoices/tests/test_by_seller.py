"""Invoices found by the name of who sent them."""

from __future__ import annotations

import pytest

from avrop.buying.invoices import queries
from avrop.buying.invoices.tests.builders import (
    a_delivered_order,
    a_document,
    a_town,
    an_office,
    statements,
    taken_in,
)
from avrop.buying.receipts.tests.builders import a_seller

pytestmark = pytest.mark.django_db


def test_invoices_are_found_by_words_of_the_sellers_name_a_page_at_a_time() -> None:
    town = a_town()
    office = an_office(town)
    numbers = []
    for name in ("Bageriet i Ek", "Storbageriet", "Mejeriet AB"):
        seller = a_seller(town, name=name)
        order = a_delivered_order(town, seller, office.receiver)
        numbers.append(taken_in(town, a_document(order, seller)).number)

    def found(name: str, **rest: str) -> list[str]:
        page = queries.invoices_page(seller=name, limit=1, actor=town.office, **rest)
        more = found(name, cursor=page.next_cursor) if page.next_cursor else []
        return [each.number for each in page.items] + more

    assert found("bageriet") == [numbers[1], numbers[0]]
    assert found("ek bageriet") == [numbers[0]]
    assert found("slakteri") == []
    with statements() as asked:
        queries.invoices_page(seller="bageriet", actor=town.office)
    assert len(asked) == 7
