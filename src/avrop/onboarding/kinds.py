"""Kinds of things in this app."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Asked(TextChoices):
    """Whom a question about a new department goes to."""

    SUPPLIER = "supplier", pgettext_lazy("whom a question goes to", "Supplier")
    CENTRE = "centre", pgettext_lazy("whom a question goes to", "Distribution centre")


class ChangeKind(TextChoices):
    """What somebody does."""

    NEW = "new", pgettext_lazy("change of a requester", "Comes")
    MOVE = "move", pgettext_lazy("change of a requester", "Moves")
    LEAVE = "leave", pgettext_lazy("change of a requester", "Leaves")


class Source(TextChoices):
    """Where a change of a person came from."""

    PERSON = "person", pgettext_lazy("source of a change", "Somebody here")
    FEED = "feed", pgettext_lazy("source of a change", "The staff register")
