"""collecdata on one trap file: the rows written, and every issue with its line and column."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import collecdata
from collecdata.errors import CollecdataError
from suite.shapes import SIREN

if TYPE_CHECKING:
    from suite.traps.outcome import Outcome

__all__ = ["read"]

CATALOGUE = Path(__file__).parents[2] / "catalogue"
FIELDS = ("code", "libelle", "montant_piege", "date_piege", "drapeau")


def read(path: Path) -> Outcome:
    """Convert with nothing said but the column names, the decimal comma and the date format."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = collecdata.convert(
                path, to=Path(folder) / "out", adapter="banc-piege", siren=SIREN, adapters=[CATALOGUE]
            )
        except CollecdataError as error:
            return None, str(error), []
        table = result["banc.piege"]
        rows = list(zip(*(table[name].to_pylist() for name in FIELDS), strict=True))
        said = [(line, issue.column) for issue in result.issues for line in issue.lines or (0,)]
    return rows, "", said
