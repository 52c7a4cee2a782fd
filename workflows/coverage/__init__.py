"""What became of every mechanism of the source documents: a table of data, and what reads it."""
