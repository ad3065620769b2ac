"""Conversions of the same file by collecdata and by its peers, measured in one interleaved run."""
