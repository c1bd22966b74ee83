"""`avrop organisations`: who is in this installation, and the first step of somebody new."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from avrop.site.cli.ground import now, on_the_ground, show

if TYPE_CHECKING:
    from avrop.parties.queries import OrganisationFacts


@click.group()
def organisations() -> None:
    """Found organisations, list them, and let people in who have no password."""


@organisations.command()
@click.argument("name")
@click.option("--number", default="", help="Its number in the register, such as 212000-0142.")
@click.option("--scheme", default="0007", show_default=True, help="Which register: an ICD code.")
@click.option(
    "--endpoint", default=None, help="Peppol address it receives at; from the number unless given."
)
@click.option("--vat", "vat_id", default="", help="VAT number.")
@click.option("--gln", default="", help="Its GLN, where it has one.")
@click.option("--gs1-prefix", default="", help="Company prefix that GLNs are allocated from.")
@click.option("--country", default="SE", show_default=True, help="Two letters of ISO 3166.")
@click.option("--city", default="", help="Where it has its seat.")
@click.option("--currency", default="SEK", show_default=True, help="Three letters of ISO 4217.")
@click.option("--time-zone", default="Europe/Stockholm", show_default=True, help="A place.")
@click.option(
    "--side",
    type=click.Choice(["buying", "selling", "both"]),
    default="both",
    show_default=True,
    help="Whether its people buy or sell: nobody signs in for one of each.",
)
@click.option("--administrator", required=True, help="Name of the first administrator.")
@click.option("--email", required=True, help="The address that she signs in with.")
@click.option("--language", default="", help="What she reads: sv, en or zh-hans.")
@click.option("--role", "roles", multiple=True, help="Her roles, instead of system_administrator.")
@click.option(
    "--decision", default="avrop organisations found", help="Reference of the decision behind it."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@on_the_ground()
def found(name: str, number: str, endpoint: str | None, as_json: bool, **given: Any) -> None:
    """Found the organisation NAME with its first administrator; prints a link that she signs in by.

    The link works once, for a week. Nothing is made when anything is wrong.
    """
    from avrop.parties.queries import OrganisationFacts, TradeSide
    from avrop.site.founding import FIRST_ROLES, Founding, found_organisation

    facts = OrganisationFacts(
        name=name,
        legal_scheme=given["scheme"] if number else "",
        legal_id=number,
        vat_id=given["vat_id"],
        country=given["country"],
        gln=given["gln"],
        gs1_prefix=given["gs1_prefix"],
        registered_city=given["city"],
    )
    founding = Founding(
        organisation=replace(facts, endpoint=_endpoint(facts) if endpoint is None else endpoint),
        administrator=given["administrator"],
        email=given["email"],
        decision=given["decision"],
        time_zone=given["time_zone"],
        currency=given["currency"].upper(),
        language=given["language"],
        side=TradeSide(given["side"]),
        roles=given["roles"] or FIRST_ROLES,
    )
    made = found_organisation(founding, at=now())
    row = {
        "organisation": name,
        "id": str(made.tenant_id),
        "person_id": str(made.person_id),
        "sign_in_link": _link(made.token),
    }
    show([row], as_json=as_json)


def _endpoint(facts: OrganisationFacts) -> str:
    """The number as an address in Peppol, in its canonical form where it is one."""
    from avrop.parties.rules import legal_number
    from avrop.values import InvalidIdentifier

    if not facts.legal_id:
        return ""
    try:
        return f"{facts.legal_scheme}:{legal_number(facts.legal_scheme, facts.legal_id)}"
    except InvalidIdentifier:  # the number itself is told of
        return ""


def _link(token: str) -> str:
    """Where the site is reached, as far as the settings say."""
    from django.conf import settings
    from django.urls import reverse

    if not token:
        return ""
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
    return f"{origin}{reverse('welcome', args=[token])}"


@organisations.command()
@click.argument("name")
@click.option("--anew", is_flag=True, help="Close the one there is, and begin with a new one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@on_the_ground()
def practise(name: str, anew: bool, as_json: bool) -> None:
    """Set up the practice environment of the organisation NAME (name or id): a made-up buyer, and
    suppliers that each answer in their own manner.

    Run it again after an interruption: it goes on where it was. The price lists are in force once a
    worker has delivered them. Nothing in it ever leaves it.
    """
    from avrop.site.actors import operator
    from avrop.site.practice.founding import set_up
    from avrop.training import actions, queries

    actor = operator(name)
    ask = actions.begin_practice_anew if anew else actions.ask_for_practice
    ask(actor=actor, at=now())
    with click.progressbar(length=1, label=name, file=sys.stderr) as bar:

        def say(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        set_up(actor.tenant_id, at=now(), say=say)
    made = queries.practice(actor=actor)
    assert made is not None
    row = {"organisation": made.name, "id": str(made.tenant_id), "suppliers": len(made.suppliers)}
    show([row], as_json=as_json)


@organisations.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground()
def list_organisations(as_json: bool) -> None:
    """List the organisations of this installation."""
    from avrop.kernel.models import Tenant

    show(
        (
            {
                "organisation": tenant.name,
                "number": tenant.registered_as or "",
                "id": str(tenant.id),
                "side": tenant.side,
                "practice_of": str(tenant.practice_of or ""),
                "closed_at": tenant.closed_at or "",
                "currency": tenant.currency,
                "time_zone": tenant.time_zone,
                "founded_at": tenant.created_at,
            }
            for tenant in Tenant.objects.order_by("name", "id")
        ),
        as_json=as_json,
    )


@organisations.command()
@click.argument("email")
@click.option("--organisation", required=True, help="Where the person belongs: name or id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@on_the_ground()
def invite(email: str, organisation: str, as_json: bool) -> None:
    """Make a new link for somebody without a password, or who has lost it. Works once, for a week."""
    from avrop.parties.actions import invite_person
    from avrop.site.actors import operator, person_by_email

    person_id = person_by_email(email, organisation)
    token = invite_person(person_id, actor=operator(organisation), at=now())
    show([{"email": email, "sign_in_link": _link(token)}], as_json=as_json)
