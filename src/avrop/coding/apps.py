"""The coding app."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Dimensions, values, combinations, short codes, accounts of categories."""

    name = "avrop.coding"
    label = "coding"
