"""Keeping articles close at hand, each person for himself. Both are safe to repeat."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.catalogues import permissions
from avrop.catalogues.events import FavouriteDropped, FavouriteKept
from avrop.catalogues.models import Favourite, Item
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_new_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, missing


@command(permissions.KEEP_FAVOURITES)
def keep_favourite(item_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Put an article among the actor's favourites."""
    if not Item.objects.filter(id=item_id).exists():
        raise missing("item", item_id)

    actor = require(actor, permissions.KEEP_FAVOURITES, at=at)

    row = Favourite(person_id=_person(actor), item_id=item_id)
    if insert_new_rows(Favourite, [row]):
        outbox.publish(FavouriteKept(item_id), actor=actor, at=at)


@command(permissions.KEEP_FAVOURITES)
def drop_favourite(item_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take an article from the actor's favourites."""
    actor = require(actor, permissions.KEEP_FAVOURITES, at=at)

    dropped, _ = Favourite.objects.filter(person_id=_person(actor), item_id=item_id).delete()
    if dropped:
        outbox.publish(FavouriteDropped(item_id), actor=actor, at=at)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused((Problem("catalogues.needs_a_person"),))
    return actor.person_id
