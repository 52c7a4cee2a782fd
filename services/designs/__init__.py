"""The designs service: designers check, draw, reform and take away lanes that nobody has kept yet."""
