"""What applicants and their agents do: start cases, follow them, answer, withdraw."""
