"""What the seller has: its assortment and prices, the stock ledger, reservations, catalogues."""
