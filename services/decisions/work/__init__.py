"""One work item: looked at, taken in hand, done, and what other departments think of it."""
