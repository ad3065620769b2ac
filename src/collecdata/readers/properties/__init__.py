"""XML whose elements are lists of properties, each with its name and its value: a row an element, a column a name."""

from collecdata.readers.properties.reader import READER

__all__ = ["READER"]
