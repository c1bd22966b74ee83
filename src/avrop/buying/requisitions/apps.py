"""The requisitions app."""

from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    """Carts and what stops them."""

    name = "avrop.buying.requisitions"
    label = "requisitions"

    def ready(self) -> None:
        """Registers what follows from approvals, and says who may order."""
        from avrop.buying.requisitions import hanging, reactions  # noqa: F401
        from avrop.buying.requisitions.ordering import people_who_order
        from avrop.parties.ports import who_orders

        who_orders.fill(people_who_order)
