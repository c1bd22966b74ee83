"""`avrop accounts`: the account for emergencies, sessions, and second factors that are lost."""

from __future__ import annotations

from uuid import UUID

import click

from avrop.site.cli.ground import now, on_the_ground, show


@click.group()
def accounts() -> None:
    """The account for emergencies, sessions, and second factors that somebody has lost."""


def _account(email: str) -> UUID:
    from avrop.accounts.queries import account_id_of
    from avrop.kernel.problems import Missing, Problem

    found = account_id_of(email)
    if found is None:
        raise Missing((Problem("site.no_account", {"email": email}),))
    return found


@accounts.command(name="break-glass")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@on_the_ground()
def break_glass(email: str, as_json: bool) -> None:
    """Make the account EMAIL the one for emergencies; prints a password that works once.

    The person must be in an organisation and hold the roles that an emergency needs. Print the password,
    lock it in, and renew it by this command after each use. Using it raises the alarm: mail to every
    system administrator, an event, and a line on every page.
    """
    from avrop.accounts.actions import renew_break_glass

    password = renew_break_glass(_account(email), at=now())
    show([{"email": email, "password": password}], as_json=as_json)


@accounts.command(name="sign-out")
@click.argument("email")
@on_the_ground()
def sign_out(email: str) -> None:
    """End every session of the account EMAIL."""
    from avrop.accounts.sessions import end_sessions_of

    ended = end_sessions_of(_account(email), why="administrator", at=now())
    click.echo(f"{ended} ended.")


@accounts.command(name="forget-second-factors")
@click.argument("email")
@on_the_ground()
def forget_second_factors(email: str) -> None:
    """Remove every second factor of EMAIL, who has lost them all and proved who she is another way.

    Her sessions end, and she adds new ones when she has signed in.
    """
    from avrop.accounts.second_factors import factors_of, remove_factor
    from avrop.accounts.sessions import end_sessions_of

    account_id, at = _account(email), now()
    for factor in factors_of(account_id):
        if factor.id in {one.id for one in factors_of(account_id)}:
            remove_factor(account_id, factor.id, at=at)
    end_sessions_of(account_id, why="administrator", at=at)
    click.echo("Removed.")
