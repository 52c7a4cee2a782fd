"""One file a revision, numbered in the order of the chain. They are added, never edited."""
