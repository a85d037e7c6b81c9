"""Where it is kept: the only layer that knows SQL."""
