"""What a cost is booked on: dimensions, coding strings, combinations, short codes, splits."""
