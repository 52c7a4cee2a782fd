"""Drafts: lanes that designers are at work on, with every version they have had, and what two lanes differ in."""
