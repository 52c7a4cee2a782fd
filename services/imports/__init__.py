"""Imports: models and logs of other tools, lanes and scenarios of files, as lanes to go on with."""
