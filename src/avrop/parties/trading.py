"""How we trade with a partner: the terms for one unit on one day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from avrop.parties.contacts import ContactView
from avrop.parties.delivery import DeliveryDays
from avrop.parties.shapes import ChannelChoice, OrganisationView

DEFAULT_CHANNEL = "local"


@dataclass(frozen=True, slots=True)
class TradingTerms:
    """What holds between us and a partner for a unit on a day, the nearest terms first.

    `consignee_organisation_id` is the distribution centre that takes the goods in, if any;
    `contacts` holds at most one for each purpose; `is_agreed` is False where no terms hold at all.
    `awaits_supplier`: the partner has been told of the unit and has not answered, so it orders nothing.
    """

    organisation: OrganisationView
    unit_id: UUID | None
    customer_number: str = ""
    customer_number_required: bool = False
    promised_response_hours: int | None = None
    channels: tuple[ChannelChoice, ...] = ()
    advanced_ordering: bool = False
    delivery_calendar: tuple[DeliveryDays, ...] = ()
    consignee_organisation_id: UUID | None = None
    contacts: tuple[ContactView, ...] = ()
    is_agreed: bool = False
    awaits_supplier: bool = False

    @property
    def organisation_id(self) -> UUID:
        """The partner."""
        return self.organisation.id

    @property
    def lacks_customer_number(self) -> bool:
        """Whether the partner takes no order without a number that we do not have (AGR-08)."""
        return self.customer_number_required and not self.customer_number

    def channel_for(self, kind: str) -> str:
        """The channel that documents of a kind take; the installation's own where none is agreed."""
        agreed = (choice.channel for choice in self.channels if choice.kind == kind)
        return next(agreed, DEFAULT_CHANNEL)

    def contact_for(self, purpose: str) -> ContactView | None:
        """Whom to speak with about something."""
        return next((contact for contact in self.contacts if contact.purpose == purpose), None)

    def days_for(self, category: str) -> DeliveryDays | None:
        """The delivery days of goods with that classification code: the longest class that fits.

        None means that the partner delivers on any day.
        """
        fitting = [days for days in self.delivery_calendar if category.startswith(days.goods_class)]
        return max(fitting, key=lambda days: len(days.goods_class), default=None)
