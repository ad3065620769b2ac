"""Live databases, read table by table through SQLAlchemy."""

from collecdata.readers.database.reader import READER

__all__ = ["READER"]
