"""The orders app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, answers and the ledger of quantities."""

    name = "avrop.buying.orders"
    label = "orders"

    def ready(self) -> None:
        """Registers what follows from approvals and from incoming documents."""
        from avrop.buying.orders import hanging, reactions, takers  # noqa: F401
