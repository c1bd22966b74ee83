"""Protecting somebody's identity, and ending it. How it works: `parties.queries.protected`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from avrop.accounts.naming import rename_account
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import IdentityProtected, ProtectionEnded
from avrop.parties.models import Contact, Person, ProtectedIdentity
from avrop.parties.queries.protected import (
    is_protected,
    kept_identity,
    name_that_says_nothing,
)


@command(permissions.PROTECT)
def protect_identity(person_id: UUID, decision: str, *, actor: Actor, at: datetime) -> None:
    """Show nobody any more who a person is; `decision` is the reference of why. Also where she is a
    contact, and on her own pages; tasks and forms follow."""
    row = person_row(person_id)
    actor = require(actor, permissions.PROTECT, at=at, within=EVERYWHERE)
    invalid_if([Problem("parties.no_protection_decision")] if not decision.strip() else [])
    refuse_if([Problem("parties.is_protected")] if is_protected(person_id) else [])
    hide_person(row, decision.strip(), at=at)
    if row.account_id is not None:
        rename_account(row.account_id, row.name)
    outbox.publish(IdentityProtected(row.id), actor=actor, at=at)


@command(permissions.PROTECT)
def end_protection(person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Show again who a person is. What was written without the name meanwhile stays so, and contacts
    are stated anew."""
    row = person_row(person_id)
    actor = require(actor, permissions.PROTECT, at=at, within=EVERYWHERE)
    show_person(row, at=at)
    if row.account_id is not None:
        rename_account(row.account_id, row.name)
    outbox.publish(ProtectionEnded(row.id), actor=actor, at=at)


def hide_person(row: Person, decision: str, *, at: datetime) -> None:
    """Keep apart who a person of the organisation in scope is, and put a name there that says
    nothing."""
    ProtectedIdentity.objects.create(
        person_id=row.id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        decision=decision,
        protected_at=at,
    )
    _hide_contacts(row)
    row.name, row.email, row.phone = name_that_says_nothing(row.id), "", ""
    row.version += 1
    row.save(update_fields=["name", "email", "phone", "version"])


def show_person(row: Person, *, at: datetime) -> None:
    """Put back what `hide_person` kept apart; `Missing` where it kept nothing."""
    kept = kept_identity(row.id)
    row.name, row.email, row.phone = kept.name, kept.email, kept.phone
    row.version += 1
    row.save(update_fields=["name", "email", "phone", "version"])
    kept.ended_at = at
    kept.name = kept.email = kept.phone = ""
    kept.save(update_fields=["ended_at", "name", "email", "phone"])


def _hide_contacts(row: Person) -> None:
    """Whom one reaches by her address, wherever that stands; and by her name in our own organisation."""
    same = Q(name__iexact=row.name, organisation__is_self=True)
    if row.email:
        same |= Q(email__iexact=row.email)
    Contact.objects.filter(same).update(
        name=name_that_says_nothing(row.id), email="", phone="", version=F("version") + 1
    )
