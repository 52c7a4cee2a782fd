"""Back-ups of an installation: what is in one, how it is taken while everything runs, and how it is put back."""
