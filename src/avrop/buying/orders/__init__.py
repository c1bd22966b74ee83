"""Orders: what the buyer committed to, what the seller answered, and where it stands.

Beside the files that every app has:

- making and sending: `pooling` (needs to orders), `fitness` (may it leave now?), `writing` (documents);
- the seller's answer: `answer_forms` (document, rows and value), `answer_rules` (what it means);
- after the answer: `agreeing` (the order stands as agreed), `asking` (telling the seller otherwise);
- quantities: `quantity_ledger` (writes it), `sums` (reads it), `progress` (what the sums say);
- reading: `rows` (rows to what rules take), `shaping` (rows to `shapes`), `tracing`, `standings`.
"""
