"""Values of the parties app with good defaults, for pure tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from avrop.parties.contacts import ContactView
from avrop.parties.delivery import DeliveryDays
from avrop.parties.shapes import OrganisationView, PersonView, PostalAddress, UnitView
from avrop.values import uuid7
from avrop.values.identifiers import gln

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
TODAY = NOON.date()
PLACE = PostalAddress("Ekvägen 3", "123 46", "Ekbacken")
GLN = str(gln("735000", 17))
OTHER_GLN = str(gln("735000", 18))


def a_unit_view(**facts: Any) -> UnitView:
    """A unit that lacks nothing, outermost."""
    unit_id = facts.pop("id", uuid7())
    view = UnitView(
        id=unit_id,
        version=1,
        name="Ekbackens förskola",
        parent_id=None,
        path=f"/{unit_id}/",
        gln="",
        delivery_address=PLACE,
        invoice_reference="REF1",
        default_coding="",
        serves_food=False,
        opening_hours="",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        successor_id=None,
    )
    return replace(view, **facts)


def an_organisation_view(name: str = "Grossisten AB") -> OrganisationView:
    """A supplier."""
    return OrganisationView(
        id=uuid7(),
        version=1,
        is_self=False,
        name=name,
        legal_scheme="0007",
        legal_id="5560360793",
        vat_id="",
        endpoint="",
        country="SE",
        gln="",
        gs1_prefix="",
        bankgiro="",
        plusgiro="",
        iban="",
        registered_for_f_tax=False,
        registered_city="",
        address=None,
    )


def a_person_view(**facts: Any) -> PersonView:
    """Somebody who stays."""
    view = PersonView(
        id=uuid7(),
        version=1,
        account_id=None,
        name="Kim Ek",
        email="",
        phone="",
        unit_id=None,
        valid_from=date(2026, 1, 1),
        valid_until=None,
        taker_id=None,
    )
    return replace(view, **facts)


def a_contact_view(purpose: str = "orders", *, unit_id: UUID | None = None) -> ContactView:
    """Somebody at the supplier's."""
    return ContactView(
        id=uuid7(),
        organisation_id=uuid7(),
        unit_id=unit_id,
        purpose=purpose,
        name="Order desk",
        email="order@example.com",
        phone="",
        confirmed_at=NOON,
        bounced_at=None,
    )


def delivery_days(goods_class: str = "", **facts: Any) -> DeliveryDays:
    """Tuesdays and Thursdays, orders until two o'clock the day before."""
    return replace(DeliveryDays(goods_class, (2, 4), time(14, 0), 1), **facts)
