"""What is kept about one person, in one piece: for the person (GDPR article 15), and for those who
answer her.

Everything that is about her by itself, and every event that she did, that was done for her, or to
her. Other rows name her by an id only, beside what they are about, and the events tell of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from avrop.accounts import second_factors, sessions
from avrop.accounts.queries import email_of
from avrop.accounts.second_factors import Factor
from avrop.accounts.sessions import SHOWN_AFTER_END, SessionFacts
from avrop.authority.models import Delegation, Mandate
from avrop.authority.permissions import REPORT_PERSON
from avrop.authority.queries import delegation_view, mandate_view
from avrop.authority.shapes import DelegationView, MandateView
from avrop.kernel.actors import Actor
from avrop.kernel.auditing import AuditEntry, entries_about
from avrop.kernel.commands import query
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.readings import Sensitive, record_reading
from avrop.parties import queries as parties
from avrop.parties.queries import AbsenceView, PersonView

#: The newest events are in the report; the audit trail has them all.
MOST_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class PersonReport:
    """What is kept about a person. `is_protected`: name and ways to be reached are kept apart, and
    are not in it. `has_more_events`: there are older ones in the audit trail."""

    person: PersonView
    is_protected: bool
    signs_in_as: str
    sessions: tuple[SessionFacts, ...]
    second_factors: tuple[Factor, ...]
    mandates: tuple[MandateView, ...]
    delegations: tuple[DelegationView, ...]
    absences: tuple[AbsenceView, ...]
    events: tuple[AuditEntry, ...]
    has_more_events: bool


@query
def person_report(person_id: UUID, *, actor: Actor, at: datetime) -> PersonReport:
    """Everything that is kept about a person. Each may read her own; others by right. That it was
    read is written down, whoever reads it."""
    if actor.person_id != person_id:
        require(actor, REPORT_PERSON, at=at, within=EVERYWHERE)
    found = parties.person(person_id)
    record_reading(Sensitive.PERSONAL_DATA, actor=actor, at=at, subject_id=person_id)
    events, has_more = entries_about(person_id, limit=MOST_EVENTS)
    lent = Delegation.objects.filter(Q(from_person=person_id) | Q(to_person=person_id))
    mandates = Mandate.objects.filter(person_id=person_id).select_related("role")
    return PersonReport(
        person=found,
        is_protected=parties.is_protected(person_id),
        signs_in_as=_address(found, actor),
        sessions=_sessions(found.account_id, at),
        second_factors=_factors(found.account_id),
        mandates=tuple(mandate_view(row) for row in mandates.order_by("-id")),
        delegations=tuple(delegation_view(row) for row in lent.order_by("-id")),
        absences=parties.absences_of(person_id, since=date.min),
        events=events,
        has_more_events=has_more,
    )


def _address(person: PersonView, actor: Actor) -> str:
    """The address she signs in with; of somebody protected only for herself."""
    if person.account_id is None:
        return ""
    hidden = actor.person_id != person.id and parties.is_protected(person.id)
    return "" if hidden else email_of(person.account_id)


def _sessions(account_id: UUID | None, at: datetime) -> tuple[SessionFacts, ...]:
    if account_id is None:
        return ()
    return sessions.sessions_of(account_id, at=at, live_for=SHOWN_AFTER_END + timedelta(days=1))


def _factors(account_id: UUID | None) -> tuple[Factor, ...]:
    return second_factors.factors_of(account_id) if account_id else ()
