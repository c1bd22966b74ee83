"""The life of a despatch, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class DespatchState(TextChoices):
    """How far a despatch has come."""

    PACKED = "packed", pgettext_lazy("state of a delivery", "Packed")
    DESPATCHED = "despatched", pgettext_lazy("state of a delivery", "On its way")
    DELIVERED = "delivered", pgettext_lazy("state of a delivery", "Delivered")


LIFECYCLE = Lifecycle(
    "despatch",
    ("despatch", {DespatchState.PACKED}, DespatchState.DESPATCHED),
    ("deliver", {DespatchState.DESPATCHED}, DespatchState.DELIVERED),
)
