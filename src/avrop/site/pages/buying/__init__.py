"""The requester's pages: the shop, the cart, its coding, the list of what stops it, where it stands."""
