"""Translated sentences before Django is there (nothing is installed yet, or no settings are
loaded)."""

import gettext
from pathlib import Path

_LOCALE = Path(__file__).resolve().parents[1] / "locale"


def sentence(english: str) -> str:
    """The sentence in the language of LANGUAGE, LC_ALL or LANG; in English when there is no
    catalogue for it."""
    return gettext.translation("django", localedir=str(_LOCALE), fallback=True).gettext(english)


def gettext_noop(english: str) -> str:
    """Marks a sentence for the translators; it is translated when it is shown."""
    return english
