"""Orders as bytes, organisations with addresses, and takers that count what they have taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop import documents
from avrop.documents.common import Address, Identifier, Item, MonetaryTotal, Period, Price
from avrop.documents.order import OrderDelivery
from avrop.documents.parties import Party
from avrop.exchange import actions, permissions
from avrop.exchange.channels import HandOver, Outcome
from avrop.exchange.message_ledger import Attempt
from avrop.kernel.actors import Actor
from avrop.kernel.models import SeriesRow, Tenant
from avrop.kernel.numbers import next_number
from avrop.kernel.practice import ENVIRONMENTS, practice_gln
from avrop.kernel.scope import tenant_scope
from avrop.values import Quantity, uuid7

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ALL_RIGHTS = frozenset(
    right.name
    for right in (
        permissions.TRANSMIT,
        permissions.TAKE_IN,
        permissions.REPORT,
        permissions.RECEIVE,
        permissions.RESEND,
        permissions.RETRY,
        permissions.SETTLE,
        permissions.OPEN,
        permissions.REGISTER_ENDPOINT,
    )
)
TAKEN = "exchange.tests.taken"


@dataclass(frozen=True)
class Organisation:
    """A tenant with an address of its own in the directory."""

    tenant_id: UUID
    participant: str

    @property
    def routine(self) -> Actor:
        """A routine that may do everything of the exchange."""
        return Actor.routine(self.tenant_id, "exchange.tests", ALL_RIGHTS)


def an_organisation(*, is_operator: bool = False, is_registered: bool = True) -> Organisation:
    """A new tenant; its address is made of its id, so that every test has its own."""
    tenant = Tenant.objects.create(name="A", is_operator=is_operator, created_at=NOON)
    made = Organisation(tenant.id, f"0204:{tenant.id.hex}")
    if is_registered:
        actions.register_endpoint(made.participant, actor=made.routine, at=NOON)
    return made


def a_practice_organisation() -> Organisation:
    """A tenant to practise in, which receives at an address of its own."""
    tenant = Tenant.objects.create(name="Ö", practice_of=uuid7(), created_at=NOON)
    number = int.from_bytes(tenant.id.bytes[-4:]) % ENVIRONMENTS
    made = Organisation(tenant.id, f"0088:{practice_gln(number, 0)}")
    actions.register_endpoint(made.participant, actor=made.routine, at=NOON)
    return made


def an_order(
    buyer: Organisation,
    seller: Organisation,
    *,
    number: str = "AO-1",
    lines: int = 1,
    note: str | None = None,
) -> bytes:
    """A valid Peppol Order."""
    total = Decimal(lines) * 10
    return documents.write(
        documents.Order(
            number=number,
            issue_date=date(2026, 11, 20),
            currency="SEK",
            buyer=a_party(buyer),
            seller=a_party(seller),
            lines=tuple(a_line(position) for position in range(1, lines + 1)),
            note=note,
            valid_until=date(2026, 12, 31),
            customer_reference="R-1",
            delivery=OrderDelivery(requested=Period(end=date(2026, 11, 25))),
            total=MonetaryTotal(line_amount=total, payable=total),
        )
    )


def a_party(organisation: Organisation) -> Party:
    """An organisation as documents write it."""
    scheme, _, value = organisation.participant.partition(":")
    return Party(
        endpoint=Identifier(value, scheme),
        legal_name="Kommunen",
        address=Address(city="Ale", country="SE"),
    )


def a_line(position: int) -> documents.OrderLine:
    """One piece at ten crowns."""
    return documents.OrderLine(
        id=str(position),
        quantity=Quantity(Decimal(1), "C62"),
        item=Item(name="Mjölk", sellers_id=f"A{position}"),
        price=Price(Decimal(10)),
        line_amount=Decimal(10),
    )


def in_envelope(document: bytes, buyer: Organisation, seller: Organisation, name: str) -> bytes:
    """The same document in a Peppol envelope with that instance identifier."""
    read = documents.read(document)
    envelope = documents.envelope_for(read.document, instance_id=name, created_at=NOON)
    return documents.wrap(document, envelope)


def transmitted(
    content: bytes,
    buyer: Organisation,
    seller: Organisation,
    *,
    number: str = "AO-1",
    once_key: str = "order/1",
    receiver: str = "",
    channel: str = "local",
    subject_id: UUID | None = None,
) -> UUID:
    """The id of an order put on its way."""
    return actions.transmit(
        "order",
        number,
        content,
        sender=buyer.participant,
        receiver=receiver or seller.participant,
        channel=channel,
        once_key=once_key,
        subject_id=subject_id or uuid7(),
        actor=buyer.routine,
        at=NOON,
    )


@dataclass
class CountingTaker:
    """Takes orders in by counting them in the database, so that what is rolled back isn't counted.
    `problems` are raised one by one before anything succeeds, `refused_numbers` always."""

    problems: list[Exception] = field(default_factory=list)
    refused_numbers: dict[str, Exception] = field(default_factory=dict)
    subjects: list[UUID] = field(default_factory=list)

    def __call__(self, document: Any, message_id: UUID, *, actor: Actor, at: datetime) -> UUID:
        """Count, then fail if told to."""
        next_number(TAKEN)
        if self.problems:
            raise self.problems.pop(0)
        if document.number in self.refused_numbers:
            raise self.refused_numbers[document.number]
        self.subjects.append(uuid7())
        return self.subjects[-1]


def taken_in_by(organisation: Organisation) -> int:
    """How many takings have been committed at an organisation."""
    with tenant_scope(organisation.tenant_id):
        row = SeriesRow.objects.filter(series=TAKEN).first()
    return row.next_number - 1 if row else 0


@dataclass
class Network:
    """Ways out that keep what was handed over."""

    handed_over: list[Attempt] = field(default_factory=list)

    def __call__(self, attempt: Attempt, at: datetime) -> HandOver:
        """Take it."""
        self.handed_over.append(attempt)
        return HandOver(Outcome.HANDED_OVER)

    @property
    def sent(self) -> list[tuple[str, str, str]]:
        """Kind, channel and receiver of each."""
        return [(each.kind, each.channel, each.receiver) for each in self.handed_over]

    @property
    def answers(self) -> list[documents.ReadDocument]:
        """What was handed over, read."""
        return [documents.read(each.content or b"") for each in self.handed_over]
