"""Somebody new, or somebody who comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.accounts import actions as accounts
from avrop.accounts.letting_go import held_accounts
from avrop.accounts.queries import accounts_with_addresses
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, Refused, invalid_if, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.employing import begin_main
from avrop.parties.actions.finding import unit_row
from avrop.parties.events import PersonAdded
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.protected import is_protected
from avrop.parties.queries.sides import on_other_side
from avrop.parties.queries.stored import unit_of
from avrop.parties.rules import (
    PersonFacts,
    checked_person,
    problems_not_open,
    problems_with_period,
)
from avrop.parties.sides import OnOtherSide
from avrop.values import uuid7


@command(permissions.CHANGE_PEOPLE)
def add_person(
    name: str,
    email: str,
    *,
    valid_from: date,
    phone: str = "",
    unit_id: UUID | None = None,
    valid_until: date | None = None,
    title: str = "",
    number: str = "",
    external_id: str = "",
    password: str | None = None,
    language: str = "",
    signs_in: bool = True,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Add a person to the organisation, with an account unless he never signs in.

    An account with that e-mail is linked as it is, whichever organisation it was made in, and its
    password is left alone; but not one whose holder works on the other side of a trade, unless that
    organisation lets her (`Refused`). Where somebody could sign in to it already, it opens nothing here
    until its holder accepts (`accept_membership`). Who has left and comes back is the same person as
    before. `number` is the employee number, `external_id` what a directory that provisions people knows
    him by; each is one person's (`Refused`).
    """
    unit = unit_of(unit_row(unit_id)) if unit_id else None
    actor = require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(unit_id))
    facts, problems = checked_person(PersonFacts(name, email, phone), signs_in=signs_in)
    invalid_if(problems)
    refuse_if(
        [
            *problems_with_period(valid_from, valid_until),
            *problems_not_open(unit, valid_from, ("unit_id",)),
        ]
    )
    refuse_if(problems_known_by(number.strip(), external_id.strip()))
    account_id, is_held = None, False
    if signs_in:
        is_held = is_opened_by_somebody(facts.email, at=at)
        account_id = accounts.make_account(
            facts.email, name=facts.name, password=password, language=language, at=at
        )
    across = on_other_side([account_id], on=valid_from) if account_id else OnOtherSide()
    if across.kept:
        raise Refused((Problem("parties.works_on_other_side", {}, ("email",)),))
    row = _row_for(account_id, valid_from)
    if not is_protected(row.id):  # who comes back is not told of anew
        row.name, row.email, row.phone = facts.name, facts.email, facts.phone
    row.unit_id, row.taker_id = unit_id, None
    row.valid_from, row.valid_until = valid_from, valid_until
    row.number = number.strip() or row.number
    row.external_id = external_id.strip() or row.external_id
    row.save()
    if unit_id is not None:
        begin_main(row.id, unit_id, valid_from, until=valid_until, title=title.strip())
    if account_id is not None:
        _write_membership(
            account_id, row, accepted_at=None if is_held else at, is_across=bool(across.let)
        )
    outbox.publish(PersonAdded(row.id, unit_id), actor=actor, at=at)
    return row.id


def problems_known_by(
    number: str, external_id: str, *, but: UUID | None = None
) -> Iterator[Problem]:
    """Somebody else has the number, or is that one in the directory."""
    others = Person.objects.exclude(id=but) if but else Person.objects.all()
    known = others.filter(
        (Q(number=number) & ~Q(number="")) | (Q(external_id=external_id) & ~Q(external_id=""))
    )
    if number or external_id:
        for name, theirs in known.values_list("name", "number"):
            column = "number" if number and theirs == number else "external_id"
            text = number if column == "number" else external_id
            yield Problem("parties.number_is_anothers", {"text": text, "name": name}, (column,))


def _row_for(account_id: UUID | None, valid_from: date) -> Person:
    known: Person | None = None
    if account_id is not None:
        known = Person.objects.select_for_update().filter(account_id=account_id).first()
    if known is None:
        return Person(id=uuid7(), account_id=account_id)
    if known.valid_until is None or known.valid_until >= valid_from:
        raise Refused((Problem("parties.person_known", {"name": known.name}, ("email",)),))
    known.version += 1
    return known


def is_opened_by_somebody(email: str, *, at: datetime) -> bool:
    """Whether an address has an account that somebody can sign in to: perhaps not its holder."""
    found = accounts_with_addresses([email])
    return bool(held_accounts(found.values(), at=at))


def _write_membership(
    account_id: UUID, row: Person, *, accepted_at: datetime | None, is_across: bool
) -> None:
    """What was accepted once stays so; `accepted_at` is of one that is new."""
    stated = {
        "person_id": row.id,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "is_across": is_across,
    }
    MembershipRow.objects.update_or_create(
        account_id=account_id,
        tenant_id=row.tenant_id,
        defaults=stated,
        create_defaults={**stated, "accepted_at": accepted_at},
    )
