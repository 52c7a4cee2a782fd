"""Scenarios and before/after comparisons for process designers."""
