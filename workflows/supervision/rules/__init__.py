"""The shipped rules of double-random draws."""
