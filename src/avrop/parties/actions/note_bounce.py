"""Mail to an address has come back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.parties import permissions
from avrop.parties.events import ContactFlagged
from avrop.parties.models import Contact


@command(permissions.SET_CONTACTS)
def note_bounce(email: str, *, reason: str = "", actor: Actor, at: datetime) -> int:
    """Flag every contact with an address that mail has come back from, as the mail system tells it; safe
    to repeat. Returns how many were flagged anew. Statements do not grow with them."""
    actor = require(actor, permissions.SET_CONTACTS, at=at, within=EVERYWHERE)
    rows = Contact.objects.filter(email__iexact=email.strip(), bounced_at=None)
    ids = list(rows.order_by("id").select_for_update().values_list("id", flat=True))
    Contact.objects.filter(id__in=ids).update(bounced_at=at, version=F("version") + 1)
    outbox.publish_each([ContactFlagged(one) for one in ids], actor=actor, at=at, reason=reason)
    return len(ids)
