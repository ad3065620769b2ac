"""Published datasets judged: proven valid with Arrow, and where that cannot be, as frictionless judges them."""
