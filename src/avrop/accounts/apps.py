"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in."""

    name = "avrop.accounts"
    label = "accounts"
