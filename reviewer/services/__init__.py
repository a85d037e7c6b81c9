"""What a person can do: each write is one transaction and returns Changes."""
