"""What only a domain knows: derive, assemble, finish."""
