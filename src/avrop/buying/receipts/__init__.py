"""Goods that come: advices, receipts, claims, and the credits they lead to."""
