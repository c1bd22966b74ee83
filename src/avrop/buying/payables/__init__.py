"""Booking invoices, paying them, and what the bank answers."""
