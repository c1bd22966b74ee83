"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Asking for help, and getting it."""

    name = "avrop.support"
    label = "support"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for, and
        lets the app hear of what happens."""
        from avrop.support import permissions, reactions  # noqa: F401
