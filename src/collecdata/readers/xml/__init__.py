"""The reader `xml`: elements as rows, whatever the size of the file."""

from collecdata.readers.xml.reader import READER

__all__ = ["READER"]
