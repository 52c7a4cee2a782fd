"""Levers: typed reforms, each a function from a sound lane to a sound lane."""
