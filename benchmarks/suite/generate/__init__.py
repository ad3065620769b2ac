"""Seeded generators: the same rows at every run, written once in UTF-8 and once in cp1252."""
