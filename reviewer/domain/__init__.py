"""What a review is: frozen models and pure functions, without I/O, clock or randomness."""
