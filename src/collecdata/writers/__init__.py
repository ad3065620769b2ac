"""Tables to a format: the mirror of readers."""
