"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Courses, tests, certificates."""

    name = "avrop.training"
    label = "training"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for."""
        from avrop.training import permissions  # noqa: F401
