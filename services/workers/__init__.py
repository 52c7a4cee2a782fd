"""What runs the cases: Temporal workers, each with its own health and metrics."""
