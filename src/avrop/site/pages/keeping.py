"""What keeps a reader's work: staying signed in, a form that was sent too late, taking an act back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.kernel.faces.performing import perform
from avrop.site import kept
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.undoing import take_undo
from avrop.site.sessions import renew

sitemap.register(
    SitePage(
        gettext_lazy("A form that was kept"),
        "kept_form",
        sitemap.ABOUT,
        in_navigation=False,
        help=gettext_lazy(
            "You were signed out while you filled in a form. What you typed is kept here: send it now, "
            "or throw it away."
        ),
    )
)


@require_POST
@signed_in
def stay(request: Request) -> HttpResponse:
    """Count the time to the end of the session anew."""
    renew(request)
    return HttpResponse(status=204)


@require_safe
@signed_in
def kept_form(request: Request) -> HttpResponse:
    """The form that was kept, if it is this reader's."""
    form = kept.kept_in(request)
    is_of_another = form is not None and not form.is_of(request.user.pk)
    if is_of_another:
        kept.forget(request)
        form = None
    values = {"kept": form, "is_of_another": is_of_another}
    return show(request, "site/kept_form.html", values)


@require_POST
@signed_in
def throw_away(request: Request) -> HttpResponse:
    """Keep the form no longer."""
    kept.forget(request)
    messages.info(request, _("The form was thrown away. Nothing was done."))
    return HttpResponseRedirect(reverse("start"))


@require_POST
@signed_in
def undo(request: Request) -> HttpResponse:
    """Take an act back, by the command that its note offered."""
    answer = HttpResponseRedirect(safe_target(request, request.POST.get("next", "")))
    taken = take_undo(request, request.POST.get("undo", ""))
    if taken is None:
        messages.warning(
            request, _("This cannot be undone any more: it was, or it is too long ago.")
        )
        return answer
    perform(taken.operation, taken.arguments, actor=actor_of(request), at=now(), face="web")
    messages.success(request, _("It was undone."))
    return answer
