"""Protecting somebody's identity, reading it where one must, and ending the protection."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries.protected import TrueIdentity
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Fact

MAY = "parties.protect_identity"
sitemap.register(
    SitePage(
        gettext_lazy("Protected identity"),
        "protection",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(MAY,),
        samples=("person",),
        help=gettext_lazy(
            "Whoever has a protected identity is called by a name that says nothing, everywhere. Who it "
            "is stands here only, for those who must know, and each reading is written down."
        ),
        words=gettext_lazy("secret name address skyddade personuppgifter sekretessmarkering"),
        place=2,
    )
)


class ProtectForm(PageForm):
    """Why nobody may find out who it is."""

    decision = TextField(
        gettext_lazy("Reference of the decision"),
        hint=gettext_lazy("For example the Swedish Tax Agency's, or the person's own request."),
        longest=200,
    )


class ReadForm(PageForm):
    """Who it is, shown this once."""


class EndForm(PageForm):
    """The identity is no longer protected."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def protection(request: Request, person_id: UUID) -> HttpResponse:
    """Whether somebody's identity is protected, and to change that."""
    with tenant_scope(actor_of(request).tenant_id):
        found, is_protected = queries.person(person_id), queries.is_protected(person_id)
    protect, read, end = ProtectForm(request), ReadForm(request), EndForm(request)
    if protect.sends(actions.protect_identity, person_id=found.id):
        messages.success(request, _("The identity is protected from now on."))
        return protect.redirect("protection", found.id)
    if end.sends(actions.end_protection, person_id=found.id):
        messages.success(request, _("The identity is protected no more."))
        return end.redirect("protection", found.id)
    true = _true_identity(request, read, found.id)
    shown = (protect, read, end)
    values = {
        "person": found,
        "is_protected": is_protected,
        "may": MAY in rights_of(request),
        "forms": shown,
        "protect": protect,
        "read": read,
        "end": end,
        "facts": _facts(true) if true else (),
    }
    status = max(one.status for one in shown)
    return show(request, "site/organisation/protection.html", values, status=status)


def _true_identity(request: Request, form: PageForm, person_id: UUID) -> TrueIdentity | None:
    """Who it is, in the answer to the form and nowhere else: it stands in no address and no history of
    the browser."""
    if not (form.was_sent and form.is_valid()):
        return None
    try:
        return ask(request, queries.true_identity, person_id=person_id)
    except Denial as denial:
        form.refuse(denial)
        return None


def _facts(true: TrueIdentity) -> tuple[Fact, ...]:
    return (
        Fact(_("Name"), true.name),
        Fact(_("E-mail"), true.email),
        Fact(_("Telephone"), true.phone),
        Fact(_("Decision"), true.decision, lang="sv"),
        Fact(_("Protected since"), true.protected_at),
    )
