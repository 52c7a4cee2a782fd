"""Lanes rerun on SimPy: pools with calendars, named random streams, experiments and their statistics."""
