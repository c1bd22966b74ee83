"""The seller's side of an order: in, checked, answered, held, handed on, followed to its end."""
