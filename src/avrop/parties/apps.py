"""The parties app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who we are and whom we trade with."""

    name = "avrop.parties"
    label = "parties"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.accounts.announcing import homes_port
        from avrop.parties import reactions  # noqa: F401
        from avrop.parties.queries.people import homes_of

        homes_port.fill(homes_of)
