"""The reader `json`: objects as rows, whatever the size of the file; JSON Lines too."""

from collecdata.readers.json.reader import READER

__all__ = ["READER"]
