"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Asking for help, and getting it."""

    name = "avrop.support"
    label = "support"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for."""
        from avrop.support import permissions  # noqa: F401
