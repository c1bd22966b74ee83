"""The mail that brings a supplier the invitation to an order. Swedish, as documents are."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.buying.orders.invitations import token_of
from avrop.buying.orders.models import Invitation
from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties


def mail_invitation(tenant_id: UUID, invitation_id: UUID) -> None:
    """Send an invitation to the e-mail address it is for; nothing where there is none, where it has been
    taken back, or where the installation sends no mail (`AVROP_MAIL`)."""
    with tenant_scope(tenant_id):
        rows = Invitation.objects.select_related("order").filter(id=invitation_id)
        row = rows.filter(withdrawn_at=None).first()
        own = parties.own_organisation().name
    if row is None or not can_mail(row.holder, tenant_id):
        return
    path = reverse("supplier_order", args=[token_of(tenant_id, row.id)])
    facts = {
        "customer": own,
        "number": row.order.number,
        "supplier": row.order.seller_name,
        "day": row.valid_until,
        "address": on_the_site(path),
    }
    mail_to(row.holder, _invitation, facts, by=tenant_id)


def _invitation() -> Written:
    return _("Order %(number)s from %(customer)s"), _(
        "%(customer)s has sent %(supplier)s the order %(number)s and asks you to answer it. Open "
        "it here to answer, deliver and invoice it; no account is needed:\n\n%(address)s\n\nThe "
        "link is good until %(day)s. Whoever has it can answer the order. Do not pass it on."
    )
