"""What keeps an organisation from being founded here: asked before anything is written, so that
everything that is wrong is told at once. Needs no scope."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from avrop.exchange import queries as exchange
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Problem
from avrop.parties import rules
from avrop.parties.shapes import OrganisationFacts


def problems_founding(
    organisation: OrganisationFacts, *, time_zone: str, currency: str
) -> tuple[Problem, ...]:
    """What makes no sense in the facts."""
    _, problems = rules.checked_organisation(organisation)
    return (
        *problems,
        *rules.problems_with_zone(time_zone),
        *rules.problems_with_currency(currency),
    )


def problems_with_first_person(name: str, email: str) -> tuple[Problem, ...]:
    """What makes no sense in the facts about the first person, who must be able to sign in."""
    _, problems = rules.checked_person(rules.PersonFacts(name, email, ""), signs_in=True)
    return tuple(
        Problem(each.code, each.values, ("administrator", *each.place), each.fixer)
        for each in problems
    )


def problems_founded_already(organisation: OrganisationFacts) -> Iterator[Problem]:
    """The number or the endpoint is that of an organisation which is here already."""
    facts, _ = rules.checked_organisation(organisation)
    known = tuple(problems_with_number(facts, None))
    yield from known
    if not known and facts.endpoint and exchange.tenant_of(facts.endpoint) is not None:
        values = {"participant": facts.endpoint}
        yield Problem("exchange.endpoint_taken", values, ("organisation", "endpoint"))


def problems_with_number(facts: OrganisationFacts, tenant_id: UUID | None) -> Iterator[Problem]:
    """The number, of checked facts, is that of another organisation here than the one given."""
    register = rules.registered_as(facts)
    if register:
        known = Tenant.objects.filter(registered_as=register).first()
        if known is not None and known.id != tenant_id:
            values = {"organisation": known.name, "number": facts.legal_id}
            yield Problem("parties.founded_already", values, ("organisation", "legal_id"))
