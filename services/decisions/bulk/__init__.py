"""The same done to all items that a query finds."""
