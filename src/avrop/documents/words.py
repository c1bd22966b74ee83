"""A sentence in each language of the product, with named placeholders for its values."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "sv", "zh-hans")
NOTHING_STATED = "–"


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in each language."""

    en: str
    sv: str
    zh: str

    def in_language(self, language: str) -> str:
        """The sentence for a reader; English for a language that we do not speak."""
        spoken = language.lower()
        if spoken.startswith("sv"):
            return self.sv
        return self.zh if spoken.startswith("zh") else self.en


class _Missing(dict[str, str]):
    """Placeholders without a value show a dash instead of failing."""

    def __missing__(self, key: str) -> str:
        return NOTHING_STATED


def filled(wording: Wording, values: Mapping[str, str], language: str) -> str:
    """A sentence with its values."""
    return wording.in_language(language).format_map(_Missing(values))
