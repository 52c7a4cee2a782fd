"""Who comes, and what they may do: credentials in, a principal out, and one table that every request is held to."""
