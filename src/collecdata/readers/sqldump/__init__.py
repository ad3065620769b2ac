"""Dumps of MySQL and MariaDB: files of INSERT statements, read without a server."""

from collecdata.readers.sqldump.reader import READER

__all__ = ["READER"]
