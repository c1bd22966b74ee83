"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Messages in and out."""

    name = "avrop.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Registers the channels this app comes with."""
        from avrop.exchange import delivery  # noqa: F401
