"""What a case costs the running system, and what a county or a province needs by that."""
