"""Who manages the orders of customers, and who would if it were decided otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.responsibility import actions, queries
from avrop.responsibility.operating import Owner
from avrop.responsibility.shapes import DeskPreview
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, TextField
from avrop.site.patterns.forms import PageForm

DECIDE = "responsibility.decide"
#: What the button is called that only looks.
LOOK = "look"
sitemap.register(
    SitePage(
        gettext_lazy("Who manages orders"),
        "order_management",
        sitemap.CONTROL,
        "order_manager",
        rights=("sales.set_norms",),
        help=gettext_lazy(
            "Customers' orders are managed by a department or by a centre of their own. Whoever is "
            "chosen here finds the work, also with orders that have come in before; no order is moved."
        ),
        words=gettext_lazy("operating model order centre department customer service routing"),
        place=30,
    ),
)


class ModelForm(PageForm):
    """Who is to manage orders. The units are added."""

    owner = ChoiceField(
        gettext_lazy("Who manages orders?"),
        [(one.value, one.label) for one in Owner],
        open_list=True,
    )
    valid_from = DayField(gettext_lazy("From"))
    reason = TextField(gettext_lazy("Why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def order_management(request: Request) -> HttpResponse:
    """Who manages orders; looking at another way, and deciding on it."""
    now = ask(request, queries.order_management)
    units = choosing.units_of(request, today())
    unit = ChoiceField(
        gettext_lazy("In which unit?"),
        [(str(key), name) for key, name in units.items()],
        empty=_("No unit: whoever has the right"),
        required=False,
    )
    initial = {
        "owner": now.owner,
        "unit_id": str(now.unit_id) if now.unit_id else "",
        "valid_from": today(),
    }
    form = ModelForm(request, initial=initial, added={"unit_id": unit})
    looks = LOOK in request.POST
    if not looks and form.sends(actions.decide_order_management):
        messages.success(request, _("It is decided. The work is found there from its day on."))
        return form.redirect("order_management")
    may_decide = DECIDE in rights_of(request)
    values: dict[str, Any] = {
        "now": now,
        "form": form if may_decide else None,
        "looks": looks,
        "preview": _preview(request, form, looks, now.unit_id),
    }
    status = 200 if looks else form.status
    return show(request, "site/responsibility/order_management.html", values, status=status)


def _preview(request: Request, form: ModelForm, looks: bool, unit_id: UUID | None) -> DeskPreview:
    """Who does the work now; who would, where another way is looked at."""
    if looks:
        given = str(form.data.get("unit_id", ""))
        known = {str(key): key for key in choosing.units_of(request, today())}
        unit_id = known.get(given)
    return ask(request, queries.order_management_preview, unit_id=unit_id)
