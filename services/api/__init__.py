"""What every HTTP service has in common: how it is put together, what its errors and instants look like."""
