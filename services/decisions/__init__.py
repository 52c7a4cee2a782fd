"""What officers, third parties and supervisors do: look into the inbox, begin, complete, decide."""
