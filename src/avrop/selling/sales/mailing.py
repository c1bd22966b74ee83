"""The mail that brings a supplier without an account the link to an order. Swedish, as documents are."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.selling.sales.links import token_of
from avrop.selling.sales.models import OrderLink


def mail_link(tenant_id: UUID, link_id: UUID) -> None:
    """Send a link to the e-mail address it is for; nothing where there is none, where the link has been
    taken back, or where the installation sends no mail (`AVROP_MAIL`)."""
    with tenant_scope(tenant_id):
        row = OrderLink.objects.select_related("order").filter(id=link_id, revoked_at=None).first()
        own = parties.own_organisation().name
    if row is None or not can_mail(row.holder, tenant_id):
        return
    path = reverse("supplier_order", args=[token_of(tenant_id, row.id)])
    facts = {
        "customer": row.order.customer_name,
        "number": row.order.buyer_order_number,
        "supplier": own,
        "address": on_the_site(path),
    }
    mail_to(row.holder, _link, facts, by=tenant_id)


def _link() -> Written:
    return _("Order %(number)s from %(customer)s"), _(
        "%(customer)s has sent %(supplier)s the order %(number)s. Open it here to answer, deliver "
        "and invoice it; no account is needed:\n\n%(address)s\n\nWhoever has the link can answer "
        "the order. Do not pass it on."
    )
