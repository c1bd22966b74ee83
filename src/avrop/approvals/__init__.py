"""Approvals: who must say yes to what, what exactly they said yes to, and whether it still holds."""
