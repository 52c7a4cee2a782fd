"""Experiments on Temporal: a workflow that hands batches of replications out, and the workers that run them."""
