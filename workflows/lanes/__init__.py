"""The lanes that come with the product, and what they assume."""
