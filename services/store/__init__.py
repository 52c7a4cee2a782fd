"""What the product itself keeps: cases, their lanes, their events, and the inbox that is read off the events."""
