"""What will become of cases that are under way: simulation forward from the state in which they are now."""
