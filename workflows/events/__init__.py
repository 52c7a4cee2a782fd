"""What happens to cases, as data."""
