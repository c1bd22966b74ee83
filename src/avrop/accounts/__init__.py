"""Sign-in: the account behind a person. Knows no organisation beyond the one a session acts for."""
