"""Selling: from a received order to cash. Meets `buying` only through `exchange`."""
