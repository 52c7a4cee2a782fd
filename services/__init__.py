"""What runs: HTTP services, Temporal workers, the store, the page and the command line."""
