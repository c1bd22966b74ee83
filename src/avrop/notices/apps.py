"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Telling people what waits for them."""

    name = "avrop.notices"
    label = "notices"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for."""
        from avrop.notices import permissions  # noqa: F401
