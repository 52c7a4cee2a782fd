"""Lanes: what they are, how a case travels one, and what is read off its events. Pure, but for `temporal`."""
