"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Messages in and out."""

    name = "avrop.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Registers the channels this app comes with, and takes in what answers messages."""
        from avrop.exchange import answers, delivery  # noqa: F401
