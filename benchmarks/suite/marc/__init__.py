"""Records of libraries: a generated catalogue, and what reads it."""
