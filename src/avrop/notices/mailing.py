"""The mail that tells somebody what waits, in the language that he reads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from avrop.accounts import queries as accounts
from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.tasks import queries as tasks

#: So many things are told of; the rest is only counted.
MOST_LINES = 20


def mail_notices(tenant_id: UUID, person_id: UUID, task_ids: Sequence[UUID]) -> None:
    """Send somebody one mail about these tasks, those of them that still wait. Nothing where the
    installation sends no mail, or nobody knows where to."""
    with tenant_scope(tenant_id):
        person = parties.person(person_id)
        waiting = [one for one in tasks.tasks_with_ids(task_ids) if one.state == "open"]
        own = parties.own_organisation().name
    if not waiting or not can_mail(person.email, tenant_id):
        return
    language = accounts.language_of(person.account_id) if person.account_id else ""
    chosen = language or "sv"
    with override(chosen):
        lines = [f"- {say(one.problem).sentence}" for one in waiting[:MOST_LINES]]
    facts = {
        "count": len(waiting),
        "organisation": own,
        "things": "\n".join(lines),
        "address": on_the_site(reverse("start")),
        "choose": on_the_site(reverse("my_notices")),
    }
    mail_to(person.email, lambda: _written(len(waiting)), facts, by=tenant_id, language=chosen)


def _written(count: int) -> Written:
    subject = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
    return subject, _(
        "This waits for you in %(organisation)s:\n\n%(things)s\n\nDo it here: %(address)s\nChoose "
        "which notices you get, and when: %(choose)s"
    )
