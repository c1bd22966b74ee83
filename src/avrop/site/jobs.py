"""The jobs of the site: what a practice environment needs done outside the scope it is asked in."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT


@app.task(name="site.set_up_practice", queue="upkeep", retry=PATIENT)
def set_up_practice(tenant: str) -> None:
    """Found what is left of the practice environment that an organisation has asked for."""
    from avrop.site.practice.founding import set_up

    set_up(UUID(tenant), at=datetime.now(UTC))


@app.task(name="site.protect_in_practice", queue="reactions", retry=PATIENT)
def protect_in_practice(tenant: str, account: str) -> None:
    """Protect who somebody is where she practises as her organisation does, or show it again."""
    from avrop.parties.actions.practising import follow_identity

    follow_identity(UUID(account), UUID(tenant), at=datetime.now(UTC))


@app.task(name="site.let_supplier_go_on", queue="reactions", retry=PATIENT)
def let_supplier_go_on(seller: str, number: str) -> None:
    """Have a practice supplier go on with an order once the buyer has said yes to its changes."""
    from avrop.site.practice.colleagues import go_on

    go_on(UUID(seller), number, at=datetime.now(UTC))
