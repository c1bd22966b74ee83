"""What stands under `avrop documents`: words and templates of the site, and no database or state."""

from __future__ import annotations

from pathlib import Path

SITE = Path(__file__).resolve().parent.parent
LANGUAGES = ("sv", "en", "zh-hans")


def speak(language: str) -> None:
    """Make Django able to word and draw documents in a language, and no more than that.

    Where Django stands already, as under the site and in tests, only the language is set.
    """
    import django
    from django.conf import settings
    from django.utils.translation import activate

    if not settings.configured:
        from avrop.site.translations import compile_if_older

        compile_if_older()
        settings.configure(
            LANGUAGE_CODE="en",
            LANGUAGES=[(code, code) for code in LANGUAGES],
            LOCALE_PATHS=[SITE.parent / "locale"],
            USE_I18N=True,
            USE_TZ=True,
            TIME_ZONE="Europe/Stockholm",
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "DIRS": [SITE / "templates"],
                    "OPTIONS": {"libraries": {"sheets": "avrop.site.templatetags.sheets"}},
                }
            ],
        )
        django.setup()
    activate(language)
