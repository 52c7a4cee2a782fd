"""The store made again from what Temporal keeps, and whether the two agree."""
