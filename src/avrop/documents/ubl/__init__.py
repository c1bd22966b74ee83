"""Which UBL element carries which fact of our values: one table per document, read and written."""
