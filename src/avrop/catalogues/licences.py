"""What a reader lacks a licence for among what he has found (requirement ORG-10). Each look is
logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from avrop.authority import actions as authority
from avrop.authority.queries import Moment
from avrop.catalogues.shapes import ItemOffer
from avrop.kernel.actors import Actor
from avrop.kernel.wording import say


def with_licences(found: Iterable[ItemOffer], actor: Actor) -> tuple[ItemOffer, ...]:
    """The articles, those told apart that the reader lacks a licence for. They are shown all the
    same: he can put them in a cart and hand it over. One statement where no licence is asked for,
    else three."""
    offers = tuple(found)
    if actor.person_id is None or not offers:
        return offers
    problems = authority.check_licences(
        Moment.SEARCH, actor.person_id, {offer.category for offer in offers}, at=timezone.now()
    )
    if not problems:
        return offers
    said = {category: say(problem) for category, problem in problems.items()}
    return tuple(
        replace(offer, licence_lacking=said[offer.category]) if offer.category in said else offer
        for offer in offers
    )
