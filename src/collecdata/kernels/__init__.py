"""Vectorised and pure: what every room is built on. Knows Arrow and numpy, no schema and no file format."""
