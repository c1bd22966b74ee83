"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Work waiting for somebody."""

    name = "avrop.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Registers what follows from people leaving, or being protected."""
        from avrop.kernel import former
        from avrop.parties.queries import rows_naming
        from avrop.tasks import reactions  # noqa: F401
        from avrop.tasks.models import Task

        former.mask(Task._meta.db_table, rows_naming)
