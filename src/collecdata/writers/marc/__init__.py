"""Records of libraries, from their subfields."""

from collecdata.writers.marc.iso2709 import Iso2709Writer
from collecdata.writers.marc.xml import MarcXmlWriter

__all__ = ["Iso2709Writer", "MarcXmlWriter"]
