"""Somebody enters the practice environment of her organisation, by her own act: she gets a person there,
who requests and receives for the practice unit and holds the roles that she holds in earnest, where an
order needs them. Nothing in the real organisation changes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from avrop.accounts import queries as accounts
from avrop.authority import actions as authority
from avrop.authority import queries as held
from avrop.coding import actions as coding
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.problems import Denial, Problem, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as known
from avrop.parties.actions.practising import (
    enter_practice,
    follow_identity,
    wait_for_others,
)
from avrop.site.actors import operator
from avrop.site.demonstration.world import since_new_year
from avrop.site.practice.founding import ANY_AMOUNT, CODING, DECISION, REFERENCE
from avrop.training import queries as training

#: What everybody practises, and what else those do who hold it in earnest: the roles an order meets.
EVERYBODY = ("requester", "receiver")
BESIDES = (
    "approver",
    "coordinator",
    "category_manager",
    "agreement_manager",
    "finance_officer",
    "ap_clerk",
    "payment_releaser",
    "manager",
    "purchasing_coordinator",
)


@dataclass(frozen=True, slots=True)
class Learner:
    """Who practises, as the real organisation knows her."""

    account_id: UUID
    name: str
    email: str
    roles: tuple[str, ...]


def enter(actor: Actor, *, at: datetime) -> UUID:
    """The practice organisation, which the actor's account opens from now on. Safe to repeat: what she
    has there already, she keeps.

    Raises `Refused` where there is none, or it is not ready yet. Call it outside any scope.
    """
    place = training.practice(actor=actor)
    if place is None:
        raise Refused((Problem("training.no_practice"),))
    if place.ready_at is None or place.tenant_id is None:
        raise Refused((Problem("training.practice_not_ready"),))
    assert actor.account_id is not None
    with transaction.atomic():
        wait_for_others(actor.account_id, actor.tenant_id)
        learner = _learner(actor, at)
        _make_person(learner, place.tenant_id, at)
        enter_practice(learner.account_id, place.tenant_id, at=at)
        follow_identity(learner.account_id, actor.tenant_id, at=at)
    return place.tenant_id


def _learner(actor: Actor, at: datetime) -> Learner:
    assert actor.account_id is not None
    assert actor.person_id is not None
    with tenant_scope(actor.tenant_id):
        person = known.person(actor.person_id)
        mandates = held.mandates_in_force(actor.person_id, day_of(at))
    roles = {one.role for one in mandates} & set(BESIDES)
    email = accounts.email_of(actor.account_id)
    return Learner(actor.account_id, person.name, email, (*EVERYBODY, *sorted(roles)))


def _make_person(learner: Learner, tenant_id: UUID, at: datetime) -> None:
    """The person in the practice organisation, with her mandates and a short code; once, and her
    mandates anew where she was ended there."""
    operates = operator(str(tenant_id))
    with tenant_scope(tenant_id):
        today = day_of(at)
        former = known.person_of_account(learner.account_id)
        if former is not None and (former.valid_until is None or former.valid_until >= today):
            return
        since = since_new_year(today) if former is None else today
        unit = next(iter(known.units()))
        person_id = parties.add_person(
            learner.name,
            learner.email,
            valid_from=since,
            unit_id=unit.id,
            actor=operates,
            at=at,
        )
        _grant(learner.roles, person_id, unit.id, since, operates, at)
        if former is not None:  # her code is hers still
            return
        coding.issue_short_code(
            f"OVN{person_id.hex[-6:].upper()}",
            person_id=person_id,
            unit_id=unit.id,
            coding=CODING,
            invoice_reference=REFERENCE,
            valid_from=since,
            valid_until=date(since.year + 5, 12, 31),
            actor=operates,
            at=at,
        )


def _grant(
    roles: Iterable[str], person_id: UUID, unit_id: UUID, since: date, actor: Actor, at: datetime
) -> None:
    """Each role that may be held beside those before it."""
    for role in roles:
        with suppress(Denial), transaction.atomic():
            authority.grant_mandate(
                person_id,
                role,
                valid_from=since,
                decision_reference=DECISION,
                unit_id=unit_id if role in EVERYBODY else None,
                responsibilities=("*",) if role in ("approver", "manager") else (),
                limit=ANY_AMOUNT,
                actor=actor,
                at=at,
            )
