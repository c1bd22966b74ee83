"""What of short codes hangs on a unit: whoever closes or moves it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from avrop.coding.models import ShortCode
from avrop.parties import touching


def _count(unit_ids: Sequence[UUID], on: date) -> int:
    return ShortCode.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on), unit_id__in=unit_ids
    ).count()


touching.register("coding.short_codes", _("Short codes"), _count)
