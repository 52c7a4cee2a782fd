"""Cases that live: through the API, against a program that speaks to Temporal itself."""
