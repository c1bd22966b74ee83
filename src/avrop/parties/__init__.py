"""Parties: organisations, their units, people, addresses, contacts and trading relationships."""
