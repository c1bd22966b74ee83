"""The life of an article in the assortment, and of a reservation, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class ItemState(TextChoices):
    """Whether an article can be bought."""

    ACTIVE = "active", _("On offer")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReservationState(TextChoices):
    """What became of goods set aside."""

    HELD = "held", _("Set aside")
    SHIPPED = "shipped", _("Shipped")
    RELEASED = "released", _("Given back")


LIFECYCLE = Lifecycle(
    "stock_item",
    ("withdraw", {ItemState.ACTIVE}, ItemState.WITHDRAWN),
    ("offer_again", {ItemState.WITHDRAWN}, ItemState.ACTIVE),
)
