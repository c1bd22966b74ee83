"""The requisitions app."""

from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    """Carts and what stops them."""

    name = "avrop.buying.requisitions"
    label = "requisitions"

    def ready(self) -> None:
        """Registers what follows from approvals."""
        from avrop.buying.requisitions import hanging, reactions  # noqa: F401
