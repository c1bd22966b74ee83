"""Words of the twin app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "twin.no_steps": Wording(_("The script has no steps."), _("Give it at least one step.")),
    "twin.bad_step": Wording(
        _("“%(step)s” is not a step of a script."),
        _("Choose one of the steps that the guide to the seller twin lists."),
    ),
    "twin.bad_share": Wording(
        _("%(share)s is not a share of what is left."), _("Give more than 0 and at most 1.")
    ),
    "twin.bad_reply": Wording(
        _("“%(reply)s” is no reply to a change."), _("Choose accept, refuse or hand.")
    ),
    "twin.bad_until": Wording(
        _("“%(until)s” is no place to stop at."), _("Leave it empty, or write end.")
    ),
    "twin.no_such_line": Wording(
        _("The script speaks of the line “%(line)s”, which the order does not have."),
        _("Change the script, or take the step by hand."),
        fixer="system_administrator",
    ),
    "twin.nothing_to_credit": Wording(
        _("The order has no invoice to credit."), _("Send an invoice first.")
    ),
    "twin.nothing_left": Wording(
        _("The script has been carried out to its end."),
        _("Take single steps, or go on with the order by hand."),
    ),
}
