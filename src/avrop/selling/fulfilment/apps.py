"""The fulfilment app."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    """Picking and despatching."""

    name = "avrop.selling.fulfilment"
    label = "fulfilment"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.selling.fulfilment import reactions  # noqa: F401
