"""`avrop authority`: who may do what, and why; the register of mandates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from avrop.site.cli.ground import actor_named, now, on_the_ground, show

if TYPE_CHECKING:
    from avrop.authority.queries import Explanation
    from avrop.kernel.actors import Actor


@click.group()
def authority() -> None:
    """Who may do what, where, for how much, and by whose decision."""


@authority.command()
@click.argument("person")
@click.argument("permission")
@click.option("--unit", help="Id of the unit it is about.")
@click.option(
    "--category", multiple=True, help="Goods it is about, by their code; may be repeated."
)
@click.option("--agreement", help="Id of the agreement it is about.")
@click.option("--amount", help="For how much, such as “500 SEK”.")
@click.option("--responsibility", default="", help="The part of the coding that is answered for.")
@click.option("--at", "moment", help="At which moment, in ISO 8601; now without it.")
@click.option("--as", "email", help="E-mail of the person who asks.")
@click.option("--organisation", help="In which organisation.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@on_the_ground()
def explain(person: str, permission: str, email: str | None, **asked: Any) -> None:
    """May PERSON (e-mail or id) do PERMISSION, and why?

    Exit code 0 where he may, 1 where he may not: avrop authority explain anna@example.org orders.send
    """
    from avrop.authority import queries
    from avrop.kernel.canonical import canonical_json

    organisation = asked["organisation"]
    actor = actor_named(email, organisation)
    found = queries.explain(
        _person(person, organisation),
        permission,
        unit_id=_id(asked["unit"]),
        categories=asked["category"],
        agreement_id=_id(asked["agreement"]),
        amount=_money(asked["amount"]),
        responsibility=asked["responsibility"],
        actor=actor,
        at=_moment(asked["moment"]),
    )
    if asked["as_json"]:
        click.echo(canonical_json(found))
    else:
        _tell(found)
    if not found.allowed:
        raise SystemExit(1)


def _tell(found: Explanation) -> None:
    """The answer in words."""
    from django.utils.translation import gettext as _

    from avrop.site import explained

    sentence = _("%(person)s may.") if found.allowed else _("%(person)s may not.")
    click.echo(sentence % {"person": found.person})
    for line in explained.lines(found):
        click.echo(f"  {line}")


@authority.command()
@click.option("--on", help="As of which day, such as 2026-03-02; today without it.")
@click.option("--role", default="", help="Only this role, by its code.")
@click.option("--text", default="", help="Only whose name holds this.")
@click.option("--due", is_flag=True, help="Only what needs a new decision within two months.")
@click.option("--as", "email", help="E-mail of the person who asks.")
@click.option("--organisation", help="In which organisation.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground()
def register(
    on: str | None,
    role: str,
    text: str,
    due: bool,
    email: str | None,
    organisation: str | None,
    as_json: bool,
) -> None:
    """The register of mandates as it was, is or will be on a day."""
    from avrop.authority import queries
    from avrop.kernel.exports import record_export

    actor, day = actor_named(email, organisation), _day(on)
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = queries.register_page(
            actor=actor, at=now(), on=day, role=role, text=text, due=due, cursor=cursor, limit=200
        )
        rows += [
            {
                "holder": row.holder,
                "role": row.mandate.role,
                "unit": row.unit,
                "limit": row.mandate.limit,
                "from": row.mandate.valid_from,
                "until": row.mandate.valid_until,
                "decision": row.mandate.decision_reference,
                "renew by": row.renew_by,
            }
            for row in page.items
        ]
        cursor = page.next_cursor
        if cursor is None:
            break
    record_export(
        "authority.register",
        "json" if as_json else "text",
        len(rows),
        actor=actor,
        at=now(),
        face="cli",
        filters={"on": on or "", "role": role, "text": text},
    )
    show(rows, as_json=as_json)


def _person(named: str, organisation: str | None) -> UUID:
    """The person with this id, or with this e-mail in the organisation."""
    if "@" not in named:
        found = _id(named)
        assert found is not None
        return found
    actor: Actor = actor_named(named, organisation)
    assert actor.person_id is not None
    return actor.person_id


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise click.UsageError(f"“{text}” is not an id") from None


def _money(text: str | None) -> Any:
    from avrop.values import Money

    if not text:
        return None
    amount, _, currency = text.partition(" ")
    try:
        return Money(Decimal(amount), currency.strip() or "SEK")
    except (InvalidOperation, ValueError):
        raise click.UsageError(f"“{text}” is not an amount such as “500 SEK”") from None


def _moment(text: str | None) -> datetime:
    try:
        found = datetime.fromisoformat(text) if text else now()
    except ValueError:
        raise click.UsageError(f"“{text}” is not a moment in ISO 8601") from None
    return found if found.tzinfo else found.astimezone()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.UsageError(f"“{text}” is not a day such as 2026-03-02") from None
