"""What of orders hangs on a unit: open ones finish under it, also when it has closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from avrop.buying.orders.lifecycle import OPEN
from avrop.buying.orders.models import Order
from avrop.parties import touching


def _count(unit_ids: Sequence[UUID], on: date) -> int:
    return Order.objects.filter(unit_id__in=unit_ids, state__in=OPEN).count()


touching.register("orders.open", _("Open orders"), _count)
