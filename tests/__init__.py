"""Tests, by what they hold the code to: a behaviour, an oracle, a recorded history, a direction of imports."""
