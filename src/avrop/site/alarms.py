"""The alarm of the account for emergencies: mail to those who look after the organisation, a line
on every page of whoever uses it, and one on the pages of those who look after the organisation for
a day."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from avrop.accounts import sessions
from avrop.accounts.announcing import homes_port
from avrop.accounts.events import BreakGlassUsed
from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.site import guarding

#: Who is told, and for how long on their pages.
TOLD, TOLD_FOR = "system_administrator", timedelta(hours=24)
LOOKS_EVERY_SECONDS = 60.0
OWN, OTHERS = "own", "others"

_lately: tuple[float, frozenset[UUID]] = (0.0, frozenset())


@reacts_to(BreakGlassUsed)
def tell_of_break_glass(event: BreakGlassUsed, *, actor: Actor, at: datetime) -> None:
    """Mail every system administrator of the organisation."""
    ids = authority.holders_of(TOLD, unit_id=None, on=day_of(at))
    facts = {
        "organisation": parties.own_organisation().name,
        "at": at,
        "address": on_the_site("/audit"),
    }
    for person in parties.people(ids).values():
        if can_mail(person.email, actor.tenant_id):
            mail_to(person.email, _alarm, facts, by=actor.tenant_id)


def _alarm() -> Written:
    return (
        _("The account for emergencies of %(organisation)s was used"),
        _(
            "Somebody signed in with the account for emergencies at %(at)s.\n\n"
            "If you do not know why, act now: end its sessions and renew its password on the server "
            "(avrop accounts break-glass). What was done is in the audit trail: %(address)s"
        ),
    )


def alarm_for(request: HttpRequest, tenant_id: UUID, rights: frozenset[str]) -> str:
    """Whether this page tells of the account for emergencies: `OWN` on those of whoever uses it,
    `OTHERS` on those of who looks after the organisation, "" else. The database is asked once a
    minute."""
    if guarding.is_break_glass(request):
        return OWN
    if "kernel.read_audit" not in rights:
        return ""
    return OTHERS if tenant_id in _tenants_with_an_alarm() else ""


def _tenants_with_an_alarm() -> frozenset[UUID]:
    global _lately  # noqa: PLW0603 - what one process has read, for a minute
    read_at, found = _lately
    if time.monotonic() - read_at > LOOKS_EVERY_SECONDS or not read_at:
        now = datetime.now(UTC)
        used = sessions.emergencies_since(now - TOLD_FOR)
        found = frozenset(home.tenant_id for key in used for home in homes_port(key, now))
        _lately = (time.monotonic(), found)
    return found


def look_again() -> None:
    """Forget what was read: the next page asks the database."""
    global _lately  # noqa: PLW0603
    _lately = (0.0, frozenset())
