"""MARC records written in XML."""

from collecdata.readers.marcxml.reader import READER

__all__ = ["READER"]
