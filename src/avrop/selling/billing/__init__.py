"""The seller's money: invoices and credit notes for what was despatched, and payments."""
