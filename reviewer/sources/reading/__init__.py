"""Reading foreign bytes: strict, bounded, and with a reason for whatever cannot be read."""
