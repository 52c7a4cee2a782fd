"""What is kept of one person: handed out to them, and erased."""
