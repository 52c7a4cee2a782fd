"""The Temporal adapter: one durable workflow a case, human work as state and updates, deadlines as timers."""
