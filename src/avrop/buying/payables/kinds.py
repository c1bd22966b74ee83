"""Words that the bank's bookings are described with: stored values, and what people call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Oddity(TextChoices):
    """Why something the bank says fits no payment of ours."""

    UNKNOWN = "unknown", _("No payment of ours")
    OTHER_AMOUNT = "other_amount", _("Another amount than ours")
    NOT_EXPECTED = "not_expected", _("The payment was not waiting for this")
    RETURNED = "returned", _("Money of ours that came back")
    CAME_IN = "came_in", _("Money that came in")
