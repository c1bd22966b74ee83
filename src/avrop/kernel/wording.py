"""Words for codes. Each app has a `wording.py` with a `WORDING` table; faces look codes up here, in
the reader's language, at the moment of showing."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from avrop.kernel.problems import Problem
from avrop.values import Text
from avrop.values import wording as values_wording

#: Who mends what no role of an organisation can: whoever runs the installation.
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence for a code, the remedy, and the role that can apply it ("" = the reader, `OPERATOR` =
    whoever runs the installation)."""

    sentence: Any
    remedy: Any = ""
    fixer: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in the reader's language."""

    code: str
    sentence: str
    remedy: str
    fixer: str
    place: tuple[str | int, ...]


def _told(message: Text) -> Any:
    """A text by language as a sentence that waits for its reader."""
    return lazy(lambda: message.in_language(get_language() or "sv"), str)()


_CHECK_DIGITS = _("Compare every digit with the source that you have the number from.")
_OF_PARTICIPANTS = _(
    "Give the four digits of the scheme, a colon and the number, such as 0007:5560360793."
)
#: Identifiers say their own sentences, since they know no gettext.
IDENTIFIERS: Mapping[str, Wording] = {
    code: Wording(
        _told(message),
        _OF_PARTICIPANTS if code == "identifiers.peppol_participant_shape" else _CHECK_DIGITS,
    )
    for code, message in values_wording.MESSAGES.items()
}

WORDING: Mapping[str, Wording] = {
    **IDENTIFIERS,
    "kernel.missing": Wording(
        _("There is no %(what)s with that key, or it is not yours to see."),
        _("Check the number, or ask somebody in the organisation that owns it."),
    ),
    "kernel.wrong_step": Wording(
        _("In the state “%(state)s” a %(document)s cannot take the step “%(verb)s”."),
        _("Open the page again: somebody may have been before you."),
    ),
    "kernel.stale": Wording(
        _("Somebody has changed this since you opened it."),
        _("Open it again, look at what has changed, and repeat your step."),
    ),
    "kernel.key_reused": Wording(
        _("The idempotency key “%(key)s” has already been used for another request."),
        _("Use a new key for each new request."),
    ),
    "kernel.answer_not_kept": Wording(
        _("This has been done, and its answer was shown that one time only."),
        _("If the answer was lost, do it again with a new idempotency key and revoke the former."),
    ),
    "kernel.bad_cursor": Wording(
        _("“%(cursor)s” is not a cursor of this list."),
        _("Begin again from the first page."),
    ),
    "kernel.bad_argument": Wording(
        _("“%(name)s” is not given as it should be: %(reason)s"),
        _("Correct the value and try again."),
    ),
    "kernel.argument_missing": Wording(
        _("“%(name)s” is missing."), _("Give a value for it and try again.")
    ),
    "kernel.unknown_argument": Wording(
        _("Nothing here takes a value called “%(name)s”."),
        _("Leave it out, or check its spelling."),
    ),
    "kernel.proof_needed": Wording(
        _("This needs proof that it is you: a code, or a passkey, shown within the last minutes."),
        _(
            "Confirm on the site that it is you and do it again; a program sends a one-time code with "
            "the request, and the command line takes it as --code."
        ),
    ),
    "kernel.practice_stays_inside": Wording(
        _(
            "This is a practice environment: nothing leaves it for anybody real, neither messages nor "
            "mail nor files."
        ),
        _("Do it in your real organisation, if it is meant in earnest."),
    ),
    "kernel.real_stays_outside": Wording(
        _("The other organisation is a practice environment, and nothing real comes there."),
        _("Send it to a real organisation, or practise in the practice environment."),
    ),
    "kernel.address_is_real": Wording(
        _(
            "%(participant)s could be the address of somebody real. A practice environment receives "
            "only at addresses made for practice."
        ),
        _("Keep the address that the practice environment was given."),
    ),
    "kernel.address_is_for_practice": Wording(
        _("%(participant)s is of the range of addresses kept for practice environments."),
        _("Give an address that your organisation has in a public register."),
    ),
    "kernel.clock_set_back": Wording(
        _(
            "The clock here says %(now)s, but something was already written down at %(latest)s. Nothing "
            "is done while the clock is behind."
        ),
        _("Have the clock of the server set right; then do it again."),
        fixer=OPERATOR,
    ),
    "kernel.out_of_range": Wording(
        _("A value is larger or longer than what can be stored."),
        _("Check the numbers and texts you sent."),
    ),
    "kernel.unknown_operation": Wording(
        _("There is no command or query called “%(name)s”."),
        _("See the list of operations for the right name."),
    ),
    "kernel.no_disposal_decision": Wording(
        _("Records are disposed of by decision only, and none is named."),
        _("Give the reference of the decision."),
    ),
    "kernel.disposal_not_due": Wording(
        _("Records from before %(before)s cannot be disposed of before that moment has come."),
        _("Choose a moment that has passed."),
    ),
    "audit.position_missing": Wording(_("Position %(position)s is missing from the chain.")),
    "audit.event_missing": Wording(_("The event at position %(position)s is gone.")),
    "audit.body_changed": Wording(_("The event at position %(position)s has been changed.")),
    "audit.columns_changed": Wording(
        _("What the event at position %(position)s is searched by differs from what it says.")
    ),
    "audit.link_broken": Wording(_("The link at position %(position)s does not follow.")),
    "audit.witness_differs": Wording(
        _("The witness holds another head for position %(position)s.")
    ),
}


@cache
def all_wording() -> Mapping[str, Wording]:
    """Every app's table in one."""
    table: dict[str, Wording] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("avrop."):
            try:
                module = importlib.import_module(f"{config.name}.wording")
            except ModuleNotFoundError as missing:
                if missing.name != f"{config.name}.wording":
                    raise
                continue
            table.update(module.WORDING)
    return table


def say(problem: Problem) -> Said:
    """A problem in the language that is active. An unknown code is shown as the code itself."""
    wording = all_wording().get(problem.code, Wording(problem.code))
    values = _Values({name: _shown(value) for name, value in problem.values.items()})
    return Said(
        code=problem.code,
        sentence=str(wording.sentence) % values if values else str(wording.sentence),
        remedy=str(wording.remedy) % values if values else str(wording.remedy),
        fixer=problem.fixer or wording.fixer,
        place=problem.place,
    )


class _Values(dict[str, Any]):
    """What a sentence is filled with. What was stored before its sentence named more has a gap there."""

    def __missing__(self, name: str) -> str:
        return "–"


def _shown(value: Any) -> Any:
    from avrop.kernel.presentation import shown

    return shown(value)
