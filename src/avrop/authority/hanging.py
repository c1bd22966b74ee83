"""What of mandates hangs on a unit: whoever closes or moves it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from avrop.authority.models import Mandate
from avrop.parties import touching


def _count(unit_ids: Sequence[UUID], on: date) -> int:
    return Mandate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on), unit_id__in=unit_ids, revoked_at=None
    ).count()


touching.register("authority.mandates", _("Mandates limited to the unit"), _count)
