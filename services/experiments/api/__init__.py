"""The experiments service: designers ask for experiments, watch them and read their results."""
