"""The life of an agreement, as data. docs/lifecycles/agreements-agreement.md is drawn
from this table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where an agreement is in its life. That its time has run out is told by its dates."""

    DRAFT = "draft", pgettext_lazy("state of an agreement", "Draft")
    ACTIVE = "active", pgettext_lazy("state of an agreement", "Active")
    ENDED = "ended", pgettext_lazy("state of an agreement", "Ended")


class PriceBasis(TextChoices):
    """Which day's price an order is to be invoiced at."""

    ORDER_DAY = "order_day", _("Price of the order day")
    DELIVERY_DAY = "delivery_day", _("Price of the delivery day")


class OnSilence(TextChoices):
    """What follows when the seller has not answered an order in time."""

    CHASE = "chase", _("The buyer asks the seller")
    ACCEPT = "accept", _("The order counts as accepted")
    CANCEL = "cancel", _("The order is cancelled")


LIFECYCLE = Lifecycle(
    "agreement",
    ("activate", {State.DRAFT}, State.ACTIVE),
    ("extend", {State.ACTIVE}, State.ACTIVE),
    ("end", {State.DRAFT, State.ACTIVE}, State.ENDED),
)
