"""The organisation's own pages: its tree and units, its people, whom to speak with, and files."""
