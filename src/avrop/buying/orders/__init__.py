"""Orders: what the buyer committed to, what the seller answered, and where it stands."""
