"""Lanes rerun on SimPy: pools with calendars, random streams, experiments, statistics, reports."""
