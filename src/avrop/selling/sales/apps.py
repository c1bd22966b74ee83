"""The sales app."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Sales orders."""

    name = "avrop.selling.sales"
    label = "sales"

    def ready(self) -> None:
        """Lets the app hear of what happens, and take documents in."""
        from avrop.selling.sales import reactions, takers  # noqa: F401
