"""Words that cases are described with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    """What somebody needs help with."""

    STUCK = "stuck", _("I cannot get any further")
    WRONG = "wrong", _("Something is wrong here")
    LATE = "late", _("Something does not happen")
    QUESTION = "question", _("I wonder about something")
    ACCESS = "access", _("The page is hard to use or to read")


class Entry(TextChoices):
    """What a message of a case is."""

    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    TOLD = "told", _("Told in person")
    NOTE = "note", _("Note")
