"""Addresses of payables."""

from avrop.buying.payables import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("payment-proposals", queries.proposals_page),
    get("payment-proposals/{proposal_id}", queries.proposal),
    get("payment-proposals/{proposal_id}/whole", queries.proposal_head),
    get("payment-proposals/{proposal_id}/payments", queries.payments_page),
    get("invoices/{invoice_id}/payments", queries.payments_of_invoice),
    get("invoices/{invoice_id}/certificate", queries.certificate_of_invoice),
    get("orders/{order_id}/certificate", queries.certificate_of_order),
    get("invoices/{invoice_id}/vouchers", queries.vouchers_of_invoice),
    get("bank-files", queries.bank_files_page),
    get("bank-files/{file_id}/content", queries.payment_file),
    get("vouchers", queries.vouchers_page),
    get("vouchers/{voucher_id}", queries.voucher),
    get("vouchers/{voucher_id}/whole", queries.voucher_head),
    get("vouchers/{voucher_id}/rows", queries.voucher_rows),
    get("sie-files", queries.sie_files_page),
    get("sie-files/to-fetch", queries.to_fetch),
    get("sie-files/{file_id}", queries.sie_file),
    get("sie-files/{file_id}/content", queries.sie_content),
    post("sie-files", actions.make_sie_file),
    post("invoices/{invoice_id}/book", actions.book_invoice),
    post("payment-proposals", actions.propose_payments),
    post("payment-proposals/{proposal_id}/release", actions.release_payments),
    post("payment-proposals/{proposal_id}/withdraw", actions.withdraw_proposal),
    post("payment-proposals/{proposal_id}/file", actions.send_payment_file),
    post("bank-answers", actions.take_in_bank_answer),
    get("bank-entries", queries.bank_entries_page),
    get("bank-entries/{entry_id}", queries.bank_entry),
    post("bank-entries/{entry_id}/explain", actions.explain_bank_entry),
    post("payables-chart", actions.change_chart),
)
