"""Forecasts that Temporal has made now and then."""
