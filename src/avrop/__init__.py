"""avrop: public e-procurement and order management."""
