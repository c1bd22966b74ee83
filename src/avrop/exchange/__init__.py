"""Messages in and out: ledger, channels, exactly once, trace. Knows no business.

- `actions`: send, receive, try again, open, register an address.
- `delivery`: how a message gets from one organisation to another, and why exactly once.
- `intake`: from stored bytes to a definite state.
- `takers`: the mark on the function of a higher floor that takes a kind of document in.
- `mailroom`: files from a command line or an upload page.
"""
