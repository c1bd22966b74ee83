"""The life of an article in the assortment, and of a reservation, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class ItemState(TextChoices):
    """Whether an article can be bought."""

    ACTIVE = "active", pgettext_lazy("state of an article", "On offer")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an article", "Withdrawn")


class ReservationState(TextChoices):
    """What became of goods set aside."""

    HELD = "held", pgettext_lazy("state of a reservation", "Set aside")
    SHIPPED = "shipped", pgettext_lazy("state of a reservation", "Shipped")
    RELEASED = "released", pgettext_lazy("state of a reservation", "Given back")


LIFECYCLE = Lifecycle(
    "stock_item",
    ("withdraw", {ItemState.ACTIVE}, ItemState.WITHDRAWN),
    ("offer_again", {ItemState.WITHDRAWN}, ItemState.ACTIVE),
)
