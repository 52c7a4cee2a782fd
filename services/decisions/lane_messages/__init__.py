"""The messages of single lanes, in their own words."""
