"""An organisation asks for somebody who can sign in already: she shows that the address is hers, and
says yes or no. Also the link by mail for who has no password, or cannot trust the one there is."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.accounts import actions
from avrop.accounts import queries as accounts
from avrop.accounts.jobs import mail_link
from avrop.accounts.letting_go import has_proved_address
from avrop.accounts.second_factors import has_second_factor
from avrop.kernel.jobs import defer
from avrop.kernel.mail import can_mail
from avrop.kernel.problems import Denial, Problem, refuse_if
from avrop.parties import queries as parties
from avrop.parties.actions.accept_membership import (
    accept_membership,
    decline_membership,
    problems_answering,
)
from avrop.parties.queries import Membership
from avrop.site import browsers, guarding
from avrop.site.actors import ProofAsked, Request, act_for, asked_in, vouched_within
from avrop.site.pages import sitemap
from avrop.site.pages.account.codes import SecretForm
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import TextField

sitemap.register(
    SitePage(
        gettext_lazy("Organisations that ask for you"),
        "asked_memberships",
        sitemap.START,
        in_navigation=False,
        help=gettext_lazy(
            "Another organisation has added you, and you could sign in already. Before the account "
            "opens what is theirs you show that its e-mail address is yours, and say yes."
        ),
    ),
    SitePage(
        gettext_lazy("A link by mail"),
        "sign_in_link",
        sitemap.ABOUT,
        sitemap.NOBODY,
        in_navigation=False,
    ),
)


class LinkForm(SecretForm):
    """Where the link is to be sent."""

    email = TextField(
        gettext_lazy("E-mail address"), kind="email", longest=254, autocomplete="username"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(plain: HttpRequest) -> HttpResponse:
    """Have a link to choose a password by mailed. What is said does not tell whether an address is
    known."""
    request = cast(Request, plain)
    form = LinkForm(request)
    was_asked = form.was_sent and form.is_valid()
    if was_asked:
        try:
            _mail(request, accounts.account_id_of(form.value("email")))
        except Denial as denial:
            form.refuse(denial)
            was_asked = False
    values = {"form": form, "was_asked": was_asked, "can_mail": can_mail("@", None)}
    return show(request, "site/account/link.html", values, status=form.status)


def _mail(request: Request, account_id: UUID | None) -> None:
    """`Refused` where too many links have been asked for."""
    refuse_if([] if can_mail("@", None) else [Problem("accounts.no_mail")])
    actions.begin_link(address=browsers.address_of(request), at=now())
    if account_id is not None and not accounts.is_break_glass(account_id):
        with transaction.atomic():
            defer(mail_link, account=str(account_id), proves=_is_asked_for(account_id))


def _is_asked_for(account_id: UUID) -> bool:
    """Whether an organisation waits for the holder. Else a box that somebody has got into must not be
    enough to do away with a second factor."""
    found = parties.every_membership_of(account_id, at=now())
    return any(not one.is_accepted for one in found)


@require_http_methods(["GET", "HEAD", "POST"])
def asked_memberships(plain: HttpRequest) -> HttpResponse:
    """Which organisations ask, and the answer. For whoever is signed in, also in no organisation."""
    request = cast(Request, plain)
    if not request.user.is_authenticated:
        here = urlencode({"next": reverse("asked_memberships")})
        return HttpResponseRedirect(f"{reverse('sign_in')}?{here}")
    account_id = UUID(str(request.user.pk))
    if request.method == "POST":
        return _answered(request, account_id)
    within = vouched_within(request)
    proved = has_proved_address(account_id)
    asked = asked_in(request)
    values = {
        "asked": [(one, not problems_answering(proved, one.tenant_id, within)) for one in asked],
        "is_proved": proved,
        "email": accounts.email_of(account_id),
        "can_mail": can_mail("@", None),
    }
    return show(request, "site/account/asked.html", values)


def _answered(request: Request, account_id: UUID) -> HttpResponse:
    if "prove" in request.POST:
        _mail(request, account_id)
        messages.success(request, _("The link is on its way to the address of the account."))
        return HttpResponseRedirect(reverse("asked_memberships"))
    one = _chosen(request)
    _ask_for_factor(request, account_id)
    answer = accept_membership if request.POST.get("answer") == "yes" else decline_membership
    answer(account_id, one.tenant_id, at=now(), within=vouched_within(request))
    said = {"name": one.tenant_name}
    if answer is decline_membership:
        messages.success(request, _("Your account does not open %(name)s.") % said)
        return HttpResponseRedirect(reverse("start"))
    act_for(request, one.tenant_id)
    messages.success(request, _("Your account opens %(name)s from now on.") % said)
    return HttpResponseRedirect(reverse("start"))


def _chosen(request: Request) -> Membership:
    found = [one for one in asked_in(request) if str(one.tenant_id) == request.POST.get("tenant")]
    refuse_if([] if found else [Problem("site.not_your_organisation")])
    return found[0]


def _ask_for_factor(request: Request, account_id: UUID) -> None:
    """A computer that somebody left open answers for nobody: ProofAsked, where there is a second factor
    to show."""
    until = guarding.proven_until(request)
    is_fresh = until is not None and until >= now()
    if not is_fresh and request.acting is not None and has_second_factor(account_id):
        raise ProofAsked
