"""The life of a despatch, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class DespatchState(TextChoices):
    """How far a despatch has come."""

    PACKED = "packed", _("Packed")
    DESPATCHED = "despatched", _("On its way")
    DELIVERED = "delivered", _("Delivered")


LIFECYCLE = Lifecycle(
    "despatch",
    ("despatch", {DespatchState.PACKED}, DespatchState.DESPATCHED),
    ("deliver", {DespatchState.DESPATCHED}, DespatchState.DELIVERED),
)
