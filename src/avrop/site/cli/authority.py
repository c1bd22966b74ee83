"""`avrop authority`: who may do what."""

from __future__ import annotations

import click


@click.group()
def authority() -> None:
    """Mandates, delegations and the separation of duties."""
