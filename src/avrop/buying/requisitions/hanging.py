"""What of needs hangs on a unit: whoever closes or moves it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from avrop.buying.requisitions.lifecycle import State
from avrop.buying.requisitions.models import Requisition
from avrop.parties import touching

OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.RETURNED)


def _count(unit_ids: Sequence[UUID], on: date) -> int:
    return Requisition.objects.filter(unit_id__in=unit_ids, state__in=OPEN).count()


touching.register("requisitions.open", _("Carts and needs on their way"), _count)
