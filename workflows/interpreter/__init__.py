"""The control flow of a lane, interpreted in one place for every engine."""
