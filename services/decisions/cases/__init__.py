"""One case: how it stands, and what is ordered of it that its lane did not foresee."""
