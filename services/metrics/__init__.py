"""What is measured of a running system: one list, and the collectors that are made from it."""
