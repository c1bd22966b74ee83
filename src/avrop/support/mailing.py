"""The mail that brings the answer to a report. Swedish, as documents are; the answer is in its writer's
words."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.kernel.actors import Actor
from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.support import queries
from avrop.support.kinds import Entry
from avrop.support.receipts import token_of


def mail_answer(tenant_id: UUID, case_id: UUID) -> None:
    """Send the newest answer; nothing where the installation sends no mail (`AVROP_MAIL`)."""
    found = queries.case(case_id, actor=Actor.routine(tenant_id, "mail"))
    with tenant_scope(tenant_id):
        own = parties.own_organisation().name
    answers = [one.text for one in found.messages if one.kind == Entry.ANSWER]
    if not answers or not can_mail(found.case.answer_to, tenant_id):
        return
    receipt = reverse("report_receipt", args=[token_of(tenant_id, case_id)])
    facts = {
        "number": found.case.number,
        "organisation": own,
        "answer": answers[-1],
        "address": on_the_site(receipt),
    }
    mail_to(found.case.answer_to, _answer, facts, by=tenant_id)


def _answer() -> Written:
    return _("Answer to your report %(number)s"), _(
        "%(organisation)s has answered your report %(number)s:\n\n%(answer)s\n\nWhat you wrote and "
        "the answer can be read here: %(address)s"
    )
