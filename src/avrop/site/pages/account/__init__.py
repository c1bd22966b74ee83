"""Signing in beyond a password, and the reader's own sign-in."""
