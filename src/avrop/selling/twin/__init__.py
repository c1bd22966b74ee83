"""The seller twin: an organisation that answers by itself, by a script, or step by step by hand."""
