"""Who may do what, where, for how much and until when; and who has done what to a chain of documents."""
