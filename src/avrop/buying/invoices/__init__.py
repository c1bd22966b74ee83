"""Invoices and credit notes: matched to orders and receipts, attested, withheld or disputed."""
