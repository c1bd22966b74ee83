"""Addresses."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from avrop.kernel.faces.api import api_urls
from avrop.site.actors import who_asks
from avrop.site.pages import (
    about,
    absence,
    agreements,
    approval,
    approval_change,
    approvals,
    auditing,
    authority,
    bank_entries,
    certificates,
    checking,
    choices,
    claims,
    coordinator,
    dispensations,
    documents,
    errors,
    finding,
    for_whom,
    guiding,
    helping,
    inviting,
    invoice,
    invoice_work,
    invoices,
    keeping,
    mapping,
    messages,
    news,
    noticing,
    order_acts,
    orders,
    patterns,
    payments,
    personal_data,
    proving,
    reporting,
    requisitions,
    selling,
    short_codes,
    signing,
    start,
    stops,
    task_acts,
    touring,
    upload,
    vouchers,
)
from avrop.site.pages.account.paths import ACCOUNT
from avrop.site.pages.buying.addresses import BUYING
from avrop.site.pages.onboarding import PATHS as ONBOARDING
from avrop.site.pages.organisation.addresses import ORGANISATION
from avrop.site.pages.receiving import arriving, expected, offline, receipts, registering
from avrop.site.pages.responsibility import RESPONSIBILITY
from avrop.site.pages.training.addresses import TRAINING
from avrop.site.scim.views import scim_urls
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
    path("scim/v2/", include(scim_urls())),
    path("favicon.ico", Icon.as_view()),
    path("", start.start, name="start"),
    path("sign-in", signing.sign_in, name="sign_in"),
    path("welcome/<str:token>", signing.welcome, name="welcome"),
    path("sign-in-as", signing.sign_in_as, name="sign_in_as"),
    *ACCOUNT,
    path("audit", auditing.audit, name="audit"),
    path("audit/refused", auditing.refusals, name="refusals"),
    path("audit/<uuid:event_id>", auditing.audit_entry, name="audit_entry"),
    path("access-review", auditing.review, name="access_review"),
    path("personal-data", personal_data.register, name="personal_data_register"),
    path("personal-data/<uuid:person_id>", personal_data.personal_data, name="personal_data"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("language", choices.choose_language, name="language"),
    path("appearance", choices.choose_theme, name="theme"),
    path("organisation", choices.choose_organisation, name="organisation"),
    *TRAINING,
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/away", absence.absence, name="absence"),
    path("approvals/away/days/<uuid:absence_id>/end", absence.end_absence, name="end_absence"),
    path(
        "approvals/away/substitutes/<uuid:substitute_row_id>/end",
        absence.end_substitute,
        name="end_substitute",
    ),
    path("approvals/away/<uuid:delegation_id>/end", absence.end_lending, name="end_lending"),
    path("approvals/<uuid:request_id>", approval.approval, name="approval"),
    path(
        "approvals/<uuid:request_id>/change",
        approval_change.change_approval,
        name="change_approval",
    ),
    path("orders", orders.orders, name="orders"),
    path("orders/<uuid:order_id>", orders.order, name="order"),
    path("orders/<uuid:order_id>/send", order_acts.send, name="send_order"),
    path("orders/<uuid:order_id>/accept-changes", order_acts.accept_changes, name="accept_changes"),
    path("orders/<uuid:order_id>/place", order_acts.choose_order_place, name="choose_order_place"),
    path("orders/<uuid:order_id>/refuse-changes", order_acts.refuse_changes, name="refuse_changes"),
    path("orders/<uuid:order_id>/cancel", order_acts.cancel_order, name="cancel_order"),
    path("orders/<uuid:order_id>/invitations", inviting.invitations, name="invitations"),
    path(
        "orders/<uuid:order_id>/invitations/<uuid:invitation_id>/withdraw",
        inviting.withdraw,
        name="withdraw_invitation",
    ),
    path("orders/<uuid:order_id>/contact", order_acts.log_contact, name="log_contact"),
    *BUYING,
    path("requisitions/<uuid:requisition_id>", requisitions.requisition, name="requisition"),
    path(
        "requisitions/<uuid:requisition_id>/for-whom", for_whom.need_for_whom, name="need_for_whom"
    ),
    path("invoices/<uuid:invoice_id>/for-whom", for_whom.invoice_for_whom, name="invoice_for_whom"),
    path("invoices", invoices.invoices, name="invoices"),
    path("invoices/<uuid:invoice_id>", invoice.invoice, name="invoice"),
    path("invoices/<uuid:invoice_id>/code", invoice_work.code_invoice, name="code_invoice"),
    path(
        "invoices/<uuid:invoice_id>/document",
        invoice_work.invoice_document,
        name="invoice_document",
    ),
    path(
        "invoices/differences/<uuid:difference_id>",
        invoice_work.settle_difference,
        name="settle_difference",
    ),
    path("receive", expected.receive, name="receive"),
    path("receive/find", expected.find_goods, name="find_goods"),
    path("receive/service-worker.js", offline.worker, name="receive_worker"),
    path("receive/orders/<uuid:order_id>", registering.receive_order, name="receive_order"),
    path("receive/orders/<uuid:order_id>/arrived", arriving.arrive, name="arrive"),
    path("receive/receipts", receipts.receipts, name="receipts"),
    path("receive/receipts/<uuid:receipt_id>", receipts.receipt, name="receipt"),
    path(
        "receive/receipts/<uuid:receipt_id>/correct",
        receipts.correct_receipt,
        name="correct_receipt",
    ),
    path("receive/photos/<uuid:photo_id>", receipts.photo, name="photo"),
    path("claims", claims.claims, name="claims"),
    path("payments", payments.payments, name="payments"),
    path("payments/propose", payments.propose_payments, name="propose_payments"),
    path("payments/bank-answer", payments.bank_answer, name="bank_answer"),
    path("payments/bank-entries", bank_entries.bank_entries, name="bank_entries"),
    path("payments/bank-entries/<uuid:entry_id>", bank_entries.bank_entry, name="bank_entry"),
    path("payments/files/<uuid:file_id>", payments.payment_file, name="payment_file"),
    path("payments/<uuid:proposal_id>", payments.payment_proposal, name="payment_proposal"),
    path("vouchers", vouchers.vouchers, name="vouchers"),
    path("vouchers/fetched", vouchers.sie_files, name="sie_files"),
    path("vouchers/fetched/<uuid:file_id>", vouchers.sie_file, name="sie_file"),
    path("vouchers/fetched/<uuid:file_id>/file", vouchers.sie_content, name="sie_content"),
    path("vouchers/<uuid:voucher_id>", vouchers.voucher, name="voucher"),
    path("claims/<uuid:claim_id>", claims.claim, name="claim"),
    path("agreements/<uuid:agreement_id>", agreements.agreement, name="agreement"),
    path("price-lists/<uuid:version_id>", agreements.price_list, name="price_list"),
    path(
        "price-lists/<uuid:version_id>/agreement",
        agreements.assign_price_list,
        name="assign_price_list",
    ),
    *authority.PATHS,
    *selling.PATHS,
    *ONBOARDING,
    path("price-lists", coordinator.price_lists, name="price_lists"),
    path(
        "price-lists/<uuid:version_id>/activate",
        coordinator.activate_price_list,
        name="activate_price_list",
    ),
    path(
        "price-lists/<uuid:version_id>/<str:how>",
        coordinator.decide_price_list,
        name="decide_price_list",
    ),
    path(
        "orders/<uuid:order_id>/certificate",
        certificates.order_certificate,
        name="order_certificate",
    ),
    path(
        "orders/<uuid:order_id>/certificate.pdf",
        certificates.order_certificate_pdf,
        name="order_certificate_pdf",
    ),
    path(
        "invoices/<uuid:invoice_id>/certificate",
        certificates.invoice_certificate,
        name="invoice_certificate",
    ),
    path(
        "invoices/<uuid:invoice_id>/certificate.pdf",
        certificates.invoice_certificate_pdf,
        name="invoice_certificate_pdf",
    ),
    path("proofs", proving.proofs, name="proofs"),
    path("proofs/<uuid:proof_id>", proving.proof, name="proof"),
    path("dispensations", dispensations.dispensations, name="dispensations"),
    path("dispensations/grant", dispensations.grant_dispensation, name="grant_dispensation"),
    path("dispensations/<uuid:dispensation_id>", dispensations.dispensation, name="dispensation"),
    *ORGANISATION,
    path("short-codes", short_codes.short_codes, name="short_codes"),
    path("short-codes/add", short_codes.add_short_code, name="add_short_code"),
    path("short-codes/<uuid:short_code_id>", short_codes.short_code, name="short_code"),
    *RESPONSIBILITY,
    path("who-cannot-send", stops.what_stops, name="what_stops"),
    path("who-cannot-send/carts", stops.stopped_carts, name="stopped_carts"),
    path("who-cannot-send/people", stops.people_who_cannot_send, name="people_who_cannot_send"),
    path("messages", messages.messages, name="messages"),
    path("messages/stuck", coordinator.stuck_messages, name="stuck_messages"),
    path("messages/stuck/again", coordinator.push_messages, name="push_messages"),
    path("messages/stuck/outcome", coordinator.pushed_messages, name="pushed_messages"),
    path("messages/<uuid:message_id>", messages.message, name="message"),
    path("messages/<uuid:message_id>/payload", documents.payload, name="payload"),
    path("messages/<uuid:message_id>/pdf", documents.payload_pdf, name="payload_pdf"),
    path("messages/<uuid:message_id>/source", documents.payload_source, name="payload_source"),
    path("messages/<uuid:message_id>/download", messages.download, name="download"),
    path("messages/<uuid:message_id>/resend", messages.resend, name="resend"),
    path("messages/<uuid:message_id>/retry", messages.retry, name="retry"),
    path("messages/<uuid:message_id>/settle", messages.settle, name="settle"),
    path("messages/<uuid:message_id>/open", messages.acknowledge, name="acknowledge"),
    path("check-a-document", checking.check_document, name="check_document"),
    path("take-in", upload.upload, name="upload"),
    path("tasks/<uuid:task_id>/done", task_acts.finish_task, name="finish_task"),
    path("tasks/<uuid:task_id>/take", task_acts.take_task, name="take_task"),
    path("tasks/<uuid:task_id>/give-back", task_acts.give_back_task, name="give_back_task"),
    path("stay", keeping.stay, name="stay"),
    path("kept-form", keeping.kept_form, name="kept_form"),
    path("kept-form/throw-away", keeping.throw_away, name="throw_away"),
    path("undo", keeping.undo, name="undo"),
    path("find", finding.find, name="find"),
    path("news", news.news, name="news"),
    path("my-notices", noticing.my_notices, name="my_notices"),
    path("notice-rules", noticing.notice_rules, name="notice_rules"),
    path("help", helping.get_help, name="get_help"),
    path("cases", helping.cases, name="cases"),
    path("cases/mine", helping.my_cases, name="my_cases"),
    path("cases/<uuid:case_id>", helping.case, name="case"),
    path("cases/<uuid:case_id>/<str:key>", helping.act_on_case, name="act_on_case"),
    path("guide", guiding.guide, name="guide"),
    path("tour", touring.tour, name="tour"),
    path("tour/begin", touring.begin_tour, name="begin_tour"),
    path("site-map", mapping.site_map, name="site_map"),
    path("patterns", patterns.patterns, name="patterns"),
    path("report", reporting.report_fault, name="report_fault"),
    path("report/<str:token>", reporting.report_receipt, name="report_receipt"),
    path("accessibility", about.accessibility, name="accessibility"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
