"""The responsibility app."""

from django.apps import AppConfig


class ResponsibilityConfig(AppConfig):
    """Who answers for what, and who confirms it."""

    name = "avrop.responsibility"
    label = "responsibility"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for, and the
        daily routine and the reactions."""
        from avrop.kernel import disposal  # noqa: F401 - its right has an activity in the matrix
        from avrop.responsibility import jobs, permissions, reactions  # noqa: F401
