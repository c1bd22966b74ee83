"""Punch Out (Peppol BIS transaction T77): the shopping cart that a buyer filled in a seller's shop."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import Address, Item, Period
from avrop.documents.parties import Party
from avrop.values import Quantity

PUNCH_OUT = "urn:fdc:peppol.eu:poacc:bis:punch_out:3"


@dataclass(frozen=True, slots=True)
class PunchOutLine:
    """One thing in the cart: `quantity` of an item at a price that carries its own currency.

    `validity` says from when the item is to be had, and until when the seller holds the offer.
    """

    id: str
    item: Item
    price: CataloguePrice
    quantity: Quantity
    contract_subdivision: str | None = None
    validity: Period | None = None
    lead_time: Quantity | None = None
    territory: Address | None = None


@dataclass(frozen=True, slots=True)
class PunchOut:
    """A shopping cart from the shop's `provider` to the buying `receiver`.

    `action_code` tells whether the cart is complete. The reference that the buyer goes by is
    `receiver.contact.id`.
    """

    number: str
    issue_date: date
    issue_time: time
    provider: Party
    receiver: Party
    lines: tuple[PunchOutLine, ...]
    action_code: str | None = None
    validity: Period | None = None
    contract: str | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:punch_out:3"
    profile_id: str = PUNCH_OUT
