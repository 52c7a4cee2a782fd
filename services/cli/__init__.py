"""The command line, `greenlane`."""
