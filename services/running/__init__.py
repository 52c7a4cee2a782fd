"""The whole system on one machine: child processes, started in order, watched, and stopped in order."""
