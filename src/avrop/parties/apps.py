"""The parties app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who we are and whom we trade with."""

    name = "avrop.parties"
    label = "parties"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.accounts.announcing import homes_port
        from avrop.kernel import former
        from avrop.parties import reactions  # noqa: F401
        from avrop.parties.models import Contact, Person, ProtectedIdentity
        from avrop.parties.queries.people import homes_of
        from avrop.parties.queries.protected import rows_naming, rows_to_mask

        homes_port.fill(homes_of)
        for table in (Person._meta.db_table, ProtectedIdentity._meta.db_table):
            former.mask(table, rows_to_mask)
        former.mask(Contact._meta.db_table, rows_naming)
