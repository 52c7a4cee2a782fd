"""What each lever of a reform saves, however it is counted, and what is still missing to the target."""
