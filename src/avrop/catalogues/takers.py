"""What the exchange gives to the catalogues app: price lists of suppliers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop import documents
from avrop.catalogues import permissions
from avrop.catalogues.actions import import_document
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor


@takes_in("catalogue", may=(permissions.IMPORT,))
def on_catalogue(
    document: documents.Catalogue, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """An incoming catalogue is kept for review. Returns the version."""
    return import_document(document, message_id=message_id, actor=actor, at=at)
