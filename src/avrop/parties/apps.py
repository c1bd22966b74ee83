"""The parties app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who we are and whom we trade with."""

    name = "avrop.parties"
    label = "parties"
