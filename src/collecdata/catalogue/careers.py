"""The career references of the standard: what each code of the nomenclature des emplois territoriaux means, indices.

They are plain CSV in `schemas/rh/nomenclatures/`, made by `scripts/generate_careers.py`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv

from collecdata.catalogue.resources import SCHEMAS, built_in
from collecdata.kernels.buffers import texts
from collecdata.kernels.distinct import decode, on_distinct

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NET", "net", "reference", "scale"]

NET = {
    "statut_emploi": "net_statut",
    "versant": "net_versant",
    "filiere": "net_filiere",
    "cadre_emplois": "net_cadre_emplois",
    "grade": "net_grade",
    "categorie": "net_categorie",
}
"""Canonical fields that a NET code tells, and where the reference holds them."""

_UNKNOWN = "inconnu"


@lru_cache(maxsize=3)
def reference(name: str) -> pa.RecordBatch:
    """Return one file whole, as text: `net`, `grades` or `echelles`; an empty cell is null."""
    path = built_in() / SCHEMAS / "rh" / "nomenclatures" / f"{name}.csv"
    with path.open(encoding="utf-8") as stream:
        header = stream.readline().strip().split(",")
    options = csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return csv.read_csv(path, convert_options=options).combine_chunks().to_batches()[0]


@lru_cache(maxsize=len(NET))
def _told(field: str) -> Mapping[str, str]:
    rows = reference("net")
    pairs = zip(rows["code_net"].to_pylist(), rows[NET[field]].to_pylist(), strict=True)
    return {code: value for code, value in pairs if value and value != _UNKNOWN}


def net(codes: pa.Array, field: str) -> pa.StringArray:
    """Return what NET codes tell of one canonical field (a key of `NET`); null where they do not.

    >>> net(pa.array(["TAJ1", "YYX2", "ZZZ9"]), "statut_emploi").to_pylist()
    ['titulaire', 'elu', None]
    """
    told = _told(field)
    found = on_distinct(codes, lambda values: texts(told.get(code) for code in values.to_pylist()))
    return decode(found)


@lru_cache(maxsize=1)
def scale() -> Mapping[str, int]:
    """Return the indice majoré of each indice brut of the common scales, since 1 January 2024.

    >>> scale()["367"]
    366
    """
    rows = reference("echelles")
    return {
        gross: int(paid)
        for gross, paid in zip(
            rows["echelle_indice_brut"].to_pylist(), rows["echelle_indice_majore"].to_pylist(), strict=True
        )
    }
