"""The shipped task boards."""
