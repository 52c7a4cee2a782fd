"""What keeps personal data from whoever can read Temporal's database: keys, the codec over payloads, its endpoint."""
