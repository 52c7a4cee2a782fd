"""The lane as data: its model, how it is read, and the checks that it passes before it runs."""
