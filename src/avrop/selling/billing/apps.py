"""The billing app."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Invoices, credit notes, payments."""

    name = "avrop.selling.billing"
    label = "billing"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.selling.billing import reactions  # noqa: F401
