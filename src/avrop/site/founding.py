"""An organisation that begins here, with the person who furnishes it: the step between the tables and
the first sign-in. It composes commands of several apps in one transaction, as the operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from avrop.accounts import queries as accounts
from avrop.authority import actions as authority
from avrop.authority.desks import DEFAULT as DESKS_APART
from avrop.authority.roles import CATALOGUE
from avrop.exchange import queries as exchange
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties_actions
from avrop.parties import queries as parties
from avrop.parties.queries import OrganisationFacts, TradeSide
from avrop.site.actors import operator

#: What the first person needs: she adds units, people, mandates and trading partners as herself.
FIRST_ROLES = ("system_administrator",)


@dataclass(frozen=True, slots=True)
class Founding:
    """What is stated of an organisation and its first administrator. `language` is what she reads, ""
    for her browser's; `decision` is the reference of the decision that her mandates rest on."""

    organisation: OrganisationFacts
    administrator: str
    email: str
    decision: str
    time_zone: str = "Europe/Stockholm"
    currency: str = "SEK"
    language: str = ""
    side: TradeSide = TradeSide.BOTH
    roles: tuple[str, ...] = FIRST_ROLES


@dataclass(frozen=True, slots=True)
class Founded:
    """What has been made. `token` is of the link by which she chooses a password; "" where she signs
    in here already, for another organisation."""

    tenant_id: UUID
    person_id: UUID
    token: str


@transaction.atomic
def found_organisation(founding: Founding, *, at: datetime) -> Founded:
    """Found an organisation, with its roles and its first administrator, or nothing.

    Raises `Invalid` with everything that makes no sense, or `Refused` where it is here already.
    """
    invalid_if(_problems(founding))
    refuse_if(parties.problems_founded_already(founding.organisation))
    ensure_operator(at=at)
    tenant_id = parties_actions.found_tenant(
        founding.organisation,
        time_zone=founding.time_zone,
        currency=founding.currency,
        side=founding.side,
        at=at,
    )
    actor = operator(str(tenant_id))
    with tenant_scope(tenant_id):
        authority.install_roles(actor=actor, at=at)
        person_id = _add_administrator(founding, tenant_id, at=at)
        token = "" if _signs_in(founding.email) else _invite(person_id, tenant_id, at=at)
    return Founded(tenant_id, person_id, token)


def ensure_operator(*, at: datetime) -> UUID:
    """The operator's own tenant, which keeps what nobody else receives."""
    known = exchange.operator_tenant()
    if known is not None:
        return known
    facts = OrganisationFacts(name="avrop")
    return parties_actions.found_tenant(facts, at=at, is_operator=True)


def _problems(founding: Founding) -> Iterator[Problem]:
    yield from parties.problems_founding(
        founding.organisation, time_zone=founding.time_zone, currency=founding.currency
    )
    yield from parties.problems_with_first_person(founding.administrator, founding.email)
    known = {role.code for role in CATALOGUE}
    for role in founding.roles:
        if role not in known:
            yield Problem("authority.unknown_role", {"role": role}, ("role",))
    if not founding.decision.strip():
        yield Problem("authority.no_decision", place=("decision",))


def _add_administrator(founding: Founding, tenant_id: UUID, *, at: datetime) -> UUID:
    actor, today = operator(str(tenant_id)), at.astimezone(ZoneInfo(founding.time_zone)).date()
    person_id = parties_actions.add_person(
        founding.administrator,
        founding.email,
        valid_from=today,
        language=founding.language,
        actor=actor,
        at=at,
    )
    if any(DESKS_APART.across_from(role) & set(founding.roles) for role in founding.roles):
        # A firm of one person: the decision that founds it lets her be at both desks.
        authority.change_roles_apart(
            both_with_reason=True, valid_from=today, reason=founding.decision, actor=actor, at=at
        )
    for role in founding.roles:
        authority.grant_mandate(
            person_id,
            role,
            valid_from=today,
            decision_reference=founding.decision,
            reason_for_both=founding.decision,
            actor=actor,
            at=at,
        )
    return person_id


def _signs_in(email: str) -> bool:
    account_id = accounts.account_id_of(email.strip())
    return account_id is not None and accounts.has_password(account_id)


def _invite(person_id: UUID, tenant_id: UUID, *, at: datetime) -> str:
    return parties_actions.invite_person(person_id, actor=operator(str(tenant_id)), at=at)
