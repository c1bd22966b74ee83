"""Words of the fulfilment app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "fulfilment.nothing_to_pick": Wording(
        _("Nothing of the order is left to pick."),
        _("Look at the despatches that it already has."),
    ),
    "fulfilment.line_unknown": Wording(
        _("The order has no line %(line)s."), _("Pick lines of this order only.")
    ),
    "fulfilment.line_twice": Wording(
        _("Line %(line)s stands twice on the same handling unit."),
        _("Put each line once on each handling unit."),
    ),
    "fulfilment.picked_too_much": Wording(
        _("Of line %(line)s %(left)s are left to deliver."),
        _("Pick no more than what is left."),
    ),
    "fulfilment.weight_missing": Wording(
        _("Line %(line)s is sold by weight, and its weight is not given."),
        _("Weigh the goods and give the net weight."),
        fixer="warehouse",
    ),
}
