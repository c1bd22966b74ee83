"""Money's documents: payment files and the bank's answers (ISO 20022), vouchers (SIE 4).

Each module has frozen values, `read(bytes)` that raises UnreadableDocument, and `write(document)`
that raises UnwritableDocument for what the receiver would refuse.
"""
