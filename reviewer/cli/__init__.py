"""The terminal: one thin file for each group of commands, over the services."""
