"""What the exchange gives to the catalogues app: price lists of suppliers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop import documents
from avrop.catalogues import permissions
from avrop.catalogues.actions import import_document
from avrop.catalogues.models import Version
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor


@takes_in("catalogue", may=(permissions.IMPORT,))
def on_catalogue(
    document: documents.Catalogue, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """An incoming catalogue is kept for review. Returns the version."""
    return import_document(document, message_id=message_id, actor=actor, at=at)


@shows_messages(Direction.IN, "catalogue")
def versions_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees a price list sees the document that it came as."""
    return Version.objects.visible_to(actor).filter(message_id__isnull=False)
