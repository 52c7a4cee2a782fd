"""What there is to know: lanes, scenarios, and how much waits for whom."""
