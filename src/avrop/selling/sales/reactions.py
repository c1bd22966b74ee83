"""What follows in the sales app: an answer is sent to the buyer, a link to whom it is for."""

from __future__ import annotations

from datetime import datetime

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.jobs import defer
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.selling.sales import queries
from avrop.selling.sales.events import LinkIssued, SalesOrderAnswered
from avrop.selling.sales.jobs import mail_link


@reacts_to(SalesOrderAnswered, may=(exchange_permissions.TRANSMIT,))
def transmit_answer(event: SalesOrderAnswered, *, actor: Actor, at: datetime) -> None:
    """Send the response, where the order came as a document and its sender can be reached."""
    sending = queries.answer_to_send(event.answer_id)
    if sending is None:
        return
    terms = parties.trading_terms(sending.customer_organisation_id, None, on=day_of(at))
    exchange.transmit(
        "order_response",
        sending.document.number,
        documents.write(sending.document),
        sender=sending.sender,
        receiver=sending.receiver,
        channel=terms.channel_for("order_response"),
        once_key=f"order_response/{event.answer_id}",
        subject_id=event.order_id,
        in_reply_to=sending.in_reply_to,
        actor=actor,
        at=at,
    )


@reacts_to(LinkIssued)
def mail_the_link(event: LinkIssued, *, actor: Actor, at: datetime) -> None:
    """Have the link mailed, where it is for an e-mail address; the network is a job's business."""
    defer(mail_link, tenant=str(actor.tenant_id), link=str(event.link_id))
