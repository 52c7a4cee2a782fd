"""What officers, third parties and supervisors do, by theme; each with its addresses and what is sent."""
