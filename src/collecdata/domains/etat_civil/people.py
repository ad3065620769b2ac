"""People and their dates: nothing before its cause, no sex against its role, no text in the wrong encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode, mask_on_distinct
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

    Tables = Mapping[str, Iterator[pa.RecordBatch]]

__all__ = ["RULES"]

ACTS, PEOPLE, PARTS = "etat_civil.acte", "etat_civil.personne", "etat_civil.participant"
DEATHS = "etat_civil.deces_insee"
MOJIBAKE = "\u00c3[\u0080-\u00bf]|\u00c2[\u0080-\u00bf]|\u00e2\u20ac|\ufffd"
"""What UTF-8 read as Latin-1 or cp1252 looks like, and the character that stands for a lost one."""
FEMALE, MALE = ("mère", "mere", "marraine"), ("père", "pere", "parrain")


def _after_act(batch: pa.RecordBatch) -> Mask:
    later = pc.greater(decode(batch.column("fait_date")), decode(batch.column("acte_date")))
    return bools(later)


def _before_birth(batch: pa.RecordBatch) -> Mask:
    sooner = pc.less(decode(batch.column("deces_date")), decode(batch.column("defunt_naissance_date")))
    return bools(sooner)


def _garbled(field: str) -> RowCheck:
    def bad(batch: pa.RecordBatch) -> Mask:
        return mask_on_distinct(batch.column(field), lambda values: bools(_matches(values)))

    return RowCheck("etat_civil.mojibake", field, (), bad)


def _matches(values: pa.StringArray) -> pa.BooleanArray:
    return pc.match_substring_regex(values, pattern=MOJIBAKE)


def _whole(batches: Iterator[pa.RecordBatch], names: tuple[str, ...]) -> dict[str, pa.Array]:
    """Return whole columns: of keys and dates alone."""
    held = list(batches)
    return {name: pa.concat_arrays([decode(batch.column(name)) for batch in held]) for name in names} if held else {}


def dead_before_birth(tables: Tables) -> Iterable[Issue]:
    """Tell the deceased of acts of death that were born after it."""
    acts = _whole(tables[ACTS], ("id_acte", "acte_nature", "fait_date"))
    people = _whole(tables[PEOPLE], ("id_personne", "naissance_date"))
    for batch in tables[PARTS]:
        if not acts or not people:
            return
        died = _found(batch, "id_acte", acts["id_acte"], acts["fait_date"])
        born = _found(batch, "id_personne", people["id_personne"], people["naissance_date"])
        role = bools(pc.equal(decode(batch.column("participant_role")), texts(["defunt"])[0]))
        rows = np.flatnonzero(role & bools(pc.less(died, born)))
        if len(rows):
            yield from placed("etat_civil.death_before_birth", batch, rows, PARTS, "id_acte", Severity.WARNING)


def sex_against_role(tables: Tables) -> Iterable[Issue]:
    """Tell the mothers and godmothers said to be men, the fathers and godfathers said to be women."""
    people = _whole(tables[PEOPLE], ("id_personne", "sexe"))
    for batch in tables[PARTS]:
        if not people:
            return
        sex = _found(batch, "id_personne", people["id_personne"], people["sexe"])
        said = pc.utf8_lower(
            pc.coalesce(decode(batch.column("participant_libelle")), decode(batch.column("participant_role")))
        )
        wrong = _both(said, FEMALE, sex, "masculin") | _both(said, MALE, sex, "feminin")
        if wrong.any():
            rows = np.flatnonzero(wrong)
            yield from placed("etat_civil.sex_role", batch, rows, PARTS, "participant_role", Severity.WARNING)


def _both(said: pa.Array, words: tuple[str, ...], sex: pa.Array, code: str) -> Mask:
    found: Mask = bools(pc.is_in(said, value_set=texts(words))) & bools(pc.is_in(sex, value_set=texts([code])))
    return found


def _found(batch: pa.RecordBatch, name: str, keys: pa.Array, values: pa.Array) -> pa.Array:
    """Bring the value of each row's key, null where there is none."""
    place = pc.index_in(decode(batch.column(name)), value_set=keys)
    return values.take(from_int64(np.where(nulls(place), 0, integers(place)), nulls(place)))


PLACE = (SOURCE, LINE)
RULES = Rules(
    finish=(
        row_checks(
            "acte_dates", ACTS, (RowCheck("etat_civil.event_after_act", "fait_date", ("acte_date",), _after_act),)
        ),
        row_checks(
            "deces_dates",
            DEATHS,
            (RowCheck("etat_civil.death_before_birth", "deces_date", ("defunt_naissance_date",), _before_birth),),
        ),
        row_checks("personne_texte", PEOPLE, (_garbled("nom_famille"), _garbled("prenoms"))),
        Finish(
            "deces_participants",
            {
                ACTS: ("id_acte", "acte_nature", "fait_date"),
                PEOPLE: ("id_personne", "naissance_date"),
                PARTS: ("id_acte", "id_personne", "participant_role", *PLACE),
            },
            dead_before_birth,
        ),
        Finish(
            "sexe_role",
            {
                PEOPLE: ("id_personne", "sexe"),
                PARTS: ("id_personne", "participant_role", "participant_libelle", *PLACE),
            },
            sex_against_role,
        ),
    )
)
