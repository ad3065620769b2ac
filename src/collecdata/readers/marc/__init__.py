"""Records of libraries (MARC), in ISO 2709 and in XML: one stream, whatever they are written in."""

from collecdata.readers.marc.reader import READER

__all__ = ["READER"]
