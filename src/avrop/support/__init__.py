"""Cases: somebody who is stuck asks, somebody answers, and nothing is closed before he has been told."""
