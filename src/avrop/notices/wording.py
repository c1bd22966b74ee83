"""Words of the notices app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "notices.is_mandatory": Wording(
        _("Your organisation has decided that this notice cannot be turned off or come later."),
        _("Choose to be told as soon as the organisation has decided, or sooner."),
    ),
    "notices.digest_is_quiet": Wording(
        _("What is gathered would come at %(at)s, within your quiet hours."),
        _("Choose a time outside them."),
    ),
    "notices.no_person": Wording(
        _("A program has no notices of its own."), _("Sign in as yourself.")
    ),
    "notices.rule_twice": Wording(
        _("There are two rules for the same occasion and the same roles."), _("Keep one of them.")
    ),
    "notices.mandatory_silence": Wording(
        _("What nobody is ever told of cannot be mandatory."),
        _("Choose at once or once a day, or let people choose."),
    ),
}
