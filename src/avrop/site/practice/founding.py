"""Founds a practice environment, step by step: each supplier, the buyer, each price list.

Theory of operation. Every step is one transaction that founds an organisation whole or writes one
price list. Before each, and under a lock that others who found the same environment wait for, it is
looked whether it has been taken; so whoever is killed half-way is followed by a job that goes on from
there, and two at once make one environment. Addresses follow from the environment and the place in it,
so that both sides of a trade know them before both are founded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from avrop.agreements import actions as agreements
from avrop.agreements.rules import TermsOfAgreement
from avrop.authority import actions as authority
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.practice import ENVIRONMENTS, GLN_SCHEME, practice_gln, practice_number
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as known_parties
from avrop.parties.queries import (
    OrganisationFacts,
    PostalAddress,
    TermsFacts,
    TradeSide,
    UnitFacts,
)
from avrop.selling.stock import actions as stock
from avrop.selling.stock import queries as stocked
from avrop.selling.stock.shapes import MovementInput
from avrop.selling.twin import actions as twin
from avrop.site.actors import operator
from avrop.site.demonstration.world import define_coding, since_new_year
from avrop.site.founding import ensure_operator
from avrop.site.practice.goods import ARTICLES
from avrop.site.practice.manners import MANNERS, Manner
from avrop.training.actions.practising import note_practice
from avrop.training.queries.practising import locked_practice
from avrop.values import Money
from avrop.values.identifiers import bankgiro

#: The buyer's place among an environment's addresses; its unit and the suppliers follow.
BUYER, UNIT, FIRST_SUPPLIER = 0, 1, 10
SWEDISH = "0007"
CODING = "ansvar=4100 konto=64400 verksamhet=440"
REFERENCE = "OVN4100"
DECISION = "Practice environment"
ANY_AMOUNT = Money(Decimal(500_000), "SEK")
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Environment:
    """What an environment is made of: whom it is for, what that is called, and the number that its
    addresses are made of."""

    practice_id: UUID
    real_id: UUID
    name: str
    side: str
    zone: str
    number: int

    def address(self, place: int) -> str:
        """The electronic address of the organisation at a place."""
        return f"{GLN_SCHEME}:{practice_gln(self.number, place)}"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the founding: what there is once it is done, and how it is done."""

    is_done: Callable[[], bool]
    take: Callable[[], None]


def set_up(real_id: UUID, *, at: datetime, say: Say = lambda done, total: None) -> None:
    """Found what is not there yet of the practice environment that has been asked for. Does nothing
    where none has. `say` is told after each step how many are taken, of how many."""
    ensure_operator(at=at)
    environment = _environment(real_id)
    if environment is None:
        return
    steps = tuple(_steps(environment, at))
    for done, step in enumerate(steps):
        with transaction.atomic():
            if _locked(real_id) != environment.practice_id:
                return  # it has been begun anew: another job founds the new one
            if not step.is_done():
                step.take()
        with tenant_scope(real_id):
            note_practice(environment.practice_id, done + 1, len(steps), at=at)
        say(done + 1, len(steps))


def _locked(real_id: UUID) -> UUID | None:
    with tenant_scope(real_id):
        return locked_practice()


def _environment(real_id: UUID) -> Environment | None:
    practice_id = _locked(real_id)
    if practice_id is None:
        return None
    real = Tenant.objects.get(id=real_id)
    number = next(one for one in _numbers(practice_id) if _is_free(one, real_id))
    return Environment(practice_id, real_id, real.name, real.side, real.time_zone, number)


def _numbers(practice_id: UUID) -> Iterator[int]:
    """Numbers to make addresses of, the same each time; the second where another environment has the
    first."""
    for attempt in range(100):
        digest = sha256(practice_id.bytes + bytes([attempt])).digest()
        yield int.from_bytes(digest[:8]) % ENVIRONMENTS


def _is_free(number: int, real_id: UUID) -> bool:
    ours = set(_open_ones(real_id).values_list("id", flat=True))
    places = (BUYER, *(FIRST_SUPPLIER + each for each in range(len(MANNERS))))
    found = {exchange.tenant_of(f"{GLN_SCHEME}:{practice_gln(number, one)}") for one in places}
    return found - {None} <= ours


def _open_ones(real_id: UUID) -> QuerySet[Tenant]:
    return Tenant.objects.filter(practice_of=real_id, closed_at=None)


def _steps(environment: Environment, at: datetime) -> Iterator[Step]:
    for place, manner in enumerate(MANNERS, start=FIRST_SUPPLIER):
        facts = _supplier(environment, place, manner)
        yield Step(
            partial(_is_here, environment, facts.name),
            partial(_found_supplier, environment, facts, manner, at),
        )
    buyer = _buyer(environment)
    yield Step(partial(_is_here, environment, buyer.name), partial(_found_buyer, environment, at))
    for place, _manner in enumerate(MANNERS, start=FIRST_SUPPLIER):
        yield Step(
            partial(_has_sent_prices, environment, place),
            partial(_send_prices, environment, place, at),
        )


def _is_here(environment: Environment, name: str) -> bool:
    return _open_ones(environment.real_id).filter(name=name).exists()


def _buyer(environment: Environment) -> OrganisationFacts:
    with override(settings.LANGUAGE_CODE):
        name = _("Practice: %(organisation)s") % {"organisation": environment.name}
    return _facts(environment, BUYER, name[:200])


def _supplier(environment: Environment, place: int, manner: Manner) -> OrganisationFacts:
    with override(settings.LANGUAGE_CODE):
        name = str(manner.name)
    facts = _facts(environment, place, name)
    return replace(facts, bankgiro=bankgiro(f"9990{place:02}"), registered_for_f_tax=True)


def _facts(environment: Environment, place: int, name: str) -> OrganisationFacts:
    """An organisation as every party registers it. Its numbers are nobody's."""
    gln = practice_gln(environment.number, place)
    index = 0 if place == BUYER else place - FIRST_SUPPLIER + 1
    number = practice_number(environment.number, index)
    return OrganisationFacts(
        name=name,
        legal_scheme=SWEDISH,
        legal_id=number,
        vat_id=number.vat_number,
        endpoint=environment.address(place),
        gln=gln,
        registered_city="Övningsstad",
        address=PostalAddress("Övningsgatan 1", "111 11", "Övningsstad", name=name),
    )


def _found(
    environment: Environment, facts: OrganisationFacts, side: TradeSide, at: datetime
) -> Actor:
    tenant_id = parties.found_tenant(
        facts, side=side, time_zone=environment.zone, at=at, practice_of=environment.real_id
    )
    actor = operator(str(tenant_id))
    authority.install_roles(actor=actor, at=at)
    return actor


def _found_supplier(
    environment: Environment, facts: OrganisationFacts, manner: Manner, at: datetime
) -> None:
    actor = _found(environment, facts, TradeSide.SELLING, at)
    parties.register_organisation(_buyer(environment), actor=actor, at=at)
    stock.add_items(ARTICLES, actor=actor, at=at)
    shelves = tuple(
        MovementInput(one.seller_item_id, "received", Decimal(100_000)) for one in ARTICLES
    )
    stock.book_movements(shelves, actor=actor, at=at)
    twin.set_script(replace(manner.script, name=facts.name), actor=actor, at=at)


def _found_buyer(environment: Environment, at: datetime) -> None:
    facts = _buyer(environment)
    actor = _found(environment, facts, TradeSide(environment.side), at)
    since = since_new_year(at.date())
    define_coding(actor, at)
    _open_unit(environment, since, actor, at)
    _engage_colleagues(since, actor, at)
    for place, manner in enumerate(MANNERS, start=FIRST_SUPPLIER):
        seller = _supplier(environment, place, manner)
        partner = parties.register_organisation(seller, actor=actor, at=at)
        terms = TermsFacts(promised_response_hours=24, advanced_ordering=True)
        parties.agree_terms(partner, terms, valid_from=since, actor=actor, at=at)
        agreement_id = agreements.register_agreement(
            _agreement(place),
            seller.name,
            partner,
            valid_from=since,
            valid_until=date(at.year + 5, 12, 31),
            terms=TermsOfAgreement(allows_changes=True, allows_substitutes=True),
            actor=actor,
            at=at,
        )
        agreements.entitle_units(agreement_id, (), actor=actor, at=at)
        agreements.activate_agreement(agreement_id, actor=actor, at=at)


def _agreement(place: int) -> str:
    return f"OVN-{place:03}"


def _open_unit(environment: Environment, since: date, actor: Actor, at: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        name = _("The practice school")
    unit = UnitFacts(
        name=name,
        gln=practice_gln(environment.number, UNIT),
        delivery_address=PostalAddress("Övningsgatan 2", "111 11", "Övningsstad", name=name),
        invoice_reference=REFERENCE,
        default_coding=CODING,
    )
    parties.open_unit(unit, valid_from=since, actor=actor, at=at)


def colleagues() -> Iterator[tuple[str, str]]:
    """Role and name of each colleague that the system plays (`practice.colleagues`)."""
    yield "approver", _("Practice colleague: approves")
    yield "ap_clerk", _("Practice colleague: reviews invoices")
    yield "manager", _("Practice colleague: decides on invoices")


def _engage_colleagues(since: date, actor: Actor, at: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        people = tuple(colleagues())
    for role, name in people:
        person_id = parties.add_person(
            name, "", valid_from=since, signs_in=False, actor=actor, at=at
        )
        authority.grant_mandate(
            person_id,
            role,
            valid_from=since,
            decision_reference=DECISION,
            responsibilities=("*",),
            limit=ANY_AMOUNT,
            actor=actor,
            at=at,
        )


def _has_sent_prices(environment: Environment, place: int) -> bool:
    seller = operator(str(_tenant_at(environment, place)))
    return bool(stocked.catalogues_page(actor=seller, limit=1).items)


def _send_prices(environment: Environment, place: int, at: datetime) -> None:
    actor = operator(str(_tenant_at(environment, place)))
    with tenant_scope(actor.tenant_id):
        customer = known_parties.organisation_by_endpoint(environment.address(BUYER))
    assert customer is not None
    with override(settings.LANGUAGE_CODE):
        name = _("Practice price list")
    stock.publish_catalogue(
        customer.id,
        valid_from=at.date(),
        contract=_agreement(place),
        name=name,
        actor=actor,
        at=at,
    )


def _tenant_at(environment: Environment, place: int) -> UUID:
    found = exchange.tenant_of(environment.address(place))
    assert found is not None
    return found
