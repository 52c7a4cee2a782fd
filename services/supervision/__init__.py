"""Supervision: loops that come round on Temporal, task boards and published targets."""
