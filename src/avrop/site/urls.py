"""Addresses."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from avrop.kernel.faces.api import api_urls
from avrop.site.actors import who_asks
from avrop.site.pages import about, choices, errors, messages, orders, sales, signing, start, upload
from avrop.site.version import VERSION


def _icon() -> str:
    return staticfiles_storage.url("mark.svg")


class Icon(RedirectView):
    """Browsers ask for this address without being told."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        """Where the mark is."""
        return _icon()


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(api_urls(who_asks, version=VERSION))),
    path("favicon.ico", Icon.as_view()),
    path("", start.start, name="start"),
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-in-as", signing.sign_in_as, name="sign_in_as"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("language", choices.choose_language, name="language"),
    path("appearance", choices.choose_theme, name="theme"),
    path("organisation", choices.choose_organisation, name="organisation"),
    path("orders", orders.orders, name="orders"),
    path("orders/<uuid:order_id>", orders.order, name="order"),
    path("orders/<uuid:order_id>/send", orders.send, name="send_order"),
    path("orders/<uuid:order_id>/accept-changes", orders.accept_changes, name="accept_changes"),
    path("orders/<uuid:order_id>/refuse-changes", orders.refuse_changes, name="refuse_changes"),
    path("sales-orders", sales.sales_orders, name="sales_orders"),
    path("sales-orders/<uuid:order_id>", sales.sales_order, name="sales_order"),
    path("messages", messages.messages, name="messages"),
    path("messages/<uuid:message_id>", messages.message, name="message"),
    path("messages/<uuid:message_id>/payload", messages.payload, name="payload"),
    path("messages/<uuid:message_id>/download", messages.download, name="download"),
    path("messages/<uuid:message_id>/resend", messages.resend, name="resend"),
    path("messages/<uuid:message_id>/retry", messages.retry, name="retry"),
    path("messages/<uuid:message_id>/open", messages.acknowledge, name="acknowledge"),
    path("take-in", upload.upload, name="upload"),
    path("accessibility", about.accessibility, name="accessibility"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
