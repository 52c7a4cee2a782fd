"""The report: one page that needs nothing else, in both languages, and the same for the same result."""
