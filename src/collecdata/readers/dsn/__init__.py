"""The reader `dsn`: social declarations, a row for each instance of a block of the norm."""

from collecdata.readers.dsn.reader import READER

__all__ = ["READER"]
