"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Work waiting for somebody."""

    name = "avrop.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Registers what follows from people leaving."""
        from avrop.tasks import reactions  # noqa: F401
