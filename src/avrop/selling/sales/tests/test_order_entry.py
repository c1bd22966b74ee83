"""Every order that others have published as an example becomes a sales order, or is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from avrop import documents
from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import own_organisation
from avrop.selling.sales.order_entry import Arrival, enter
from avrop.selling.sales.tests.builders import NOW
from avrop.testing import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]


def _whole_orders(corpus: Path) -> list[tuple[str, documents.Order]]:
    found = []
    for path in sorted((corpus / "peppol" / "examples" / "order").glob("*.xml")):
        try:
            document = documents.read(path.read_bytes()).document
        except documents.UnreadableDocument:
            continue
        if isinstance(document, documents.Order):
            found.append((path.name, document))
    return found


def test_every_published_order_becomes_a_sales_order(corpus: Path) -> None:
    tenant = worlds.a_tenant("Grossisten AB")
    orders = _whole_orders(corpus)
    refused: list[str] = []

    with tenant_scope(tenant.tenant_id):
        own = own_organisation()
        arrival = Arrival("file", NOW, own.id, own.name, own.endpoint, own.endpoint)
        for _name, document in orders:
            try:
                row = enter(document, arrival, actor=worlds.everything(tenant.tenant_id), at=NOW)
            except Denial as denial:
                refused += denial.codes
            else:
                assert row.line_count == len(document.lines)

    assert len(orders) > 5
    assert set(refused) <= {"sales.order_known_already"}
