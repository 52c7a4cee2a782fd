"""What departments' systems do by themselves: each from a task queue of its own, each effect once."""
