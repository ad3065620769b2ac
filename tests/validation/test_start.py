"""What a valid file costs in continuous integration: nothing is imported that is not wanted."""

from __future__ import annotations

import subprocess
import sys

import pytest

UNWANTED = (
    "frictionless",
    "pydantic",
    "typer",
    "yaml",
    "stdnum",
    "sqlalchemy",
    "lxml",
    "pandas",
    "_hashlib",
    "collecdata.domains",
)
VALID = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,"
    "montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide\n"
    "Ville,99000034100018,2017-03-01,CM-1,Club,99065008700010,W586788953,Festival,70030.50,aide en nature,unique,"
    "2017-03-01,,non,0.50,\n"
)
RUN = f"""
import sys
from collecdata.cli import main
code = main(sys.argv[1:])
print([one for one in {UNWANTED} if one in sys.modules], code)
"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [(VALID, "[] 0"), (VALID.replace("2017-03-01,CM-1", "01/03/2017,CM-1"), "['frictionless', ")],
    ids=["a valid file", "an invalid one"],
)
def test_what_is_imported(data, expected, tmp_path):
    path = tmp_path / "subventions.csv"
    path.write_text(data, "utf-8")
    command = [sys.executable, "-c", RUN, "validate", str(path), "--schema", "scdl/subventions", "--lang", "fr"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].startswith(expected)
