"""Wires authority up: the kernel's two questions are answered here."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Roles, mandates, delegations, deeds."""

    name = "avrop.authority"
    label = "authority"

    def ready(self) -> None:
        """Fill the kernel's ports and register the reactions."""
        from avrop.authority import (  # noqa: F401 - reactions register themselves
            deeds,
            granting_many,
            hanging,
            queries,
            reactions,
            rights,
        )
        from avrop.kernel import ports
        from avrop.parties import ports as of_parties

        ports.require_port.fill(rights.require)
        ports.require_each_port.fill(rights.require_each)
        ports.holds_port.fill(rights.holds)
        ports.lent_port.fill(queries.lent_in_sql)
        ports.record_deed_port.fill(deeds.record_deed)
        of_parties.judge_mandates.fill(granting_many.judge)
        of_parties.grant_mandates.fill(granting_many.grant)
