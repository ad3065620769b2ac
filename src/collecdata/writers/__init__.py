"""Tables to a format: the mirror of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.writers.base import Encoded, Writer
from collecdata.writers.csv import CsvWriter
from collecdata.writers.fixed import FixedWriter
from collecdata.writers.marc import Iso2709Writer, MarcXmlWriter
from collecdata.writers.xml import XmlWriter

if TYPE_CHECKING:
    from collecdata.catalogue.export_language import ExportFile
    from collecdata.writers.marc.added import Added

__all__ = ["CsvWriter", "Encoded", "FixedWriter", "Iso2709Writer", "MarcXmlWriter", "Writer", "XmlWriter", "writer_of"]


def writer_of(file: ExportFile, added: Added | None = None) -> Writer:
    """Make the writer that a file of an `export.yaml` asks for; `added` are fields that its records are given.

    Raises:
        LookupError: no such encoding.
        ValueError: a column of a fixed file has no width, an XML file no shape (static checks find it first).
    """
    options = file.options
    if file.writer == "csv":
        return CsvWriter(
            tuple(file.columns),
            delimiter=options.delimiter,
            encoding=options.encoding,
            line_end=options.line_end,
            quote=options.quote,
            header=options.header,
            replace=options.replace,
        )
    if file.writer == "iso2709":
        return Iso2709Writer(tuple(file.columns), encoding=options.encoding, added=added)
    if file.writer == "marcxml":
        return MarcXmlWriter(tuple(file.columns), added)
    if file.writer == "xml":
        if file.xml is None:
            raise ValueError("an XML file without its shape")
        return XmlWriter(file.xml, tuple(file.columns), encoding=options.encoding, line_end=options.line_end)
    widths = {}
    for name, column in file.columns.items():
        if column.width is None:
            raise ValueError(f"column {name} has no width")
        widths[name] = column.width
    header = options.header and "header" in options.model_fields_set  # none unless asked for: such files have none
    return FixedWriter(widths, encoding=options.encoding, line_end=options.line_end, header=header)
