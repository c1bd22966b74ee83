"""The twin app."""

from django.apps import AppConfig


class TwinConfig(AppConfig):
    """Organisations that answer by themselves."""

    name = "avrop.selling.twin"
    label = "twin"

    def ready(self) -> None:
        """Lets the app hear of what happens."""
        from avrop.selling.twin import reactions  # noqa: F401
