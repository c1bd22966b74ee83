"""The stock app."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """The seller's assortment and stock."""

    name = "avrop.selling.stock"
    label = "stock"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.selling.stock import reactions  # noqa: F401
