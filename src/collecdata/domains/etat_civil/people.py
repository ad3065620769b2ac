"""People and their dates: nothing before its cause, no sex against its role, no text in the wrong encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.garbled import garbled
from collecdata.domains.placed import RowCheck, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import Known
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

    Tables = Mapping[str, Iterator[pa.RecordBatch]]

__all__ = ["RULES"]

ACTS, PEOPLE, PARTS = "etat_civil.acte", "etat_civil.personne", "etat_civil.participant"
DEATHS = "etat_civil.deces_insee"
FEMALE, MALE = ("mère", "mere", "marraine"), ("père", "pere", "parrain")


def _after_act(batch: pa.RecordBatch) -> Mask:
    later = pc.greater(decode(batch.column("fait_date")), decode(batch.column("acte_date")))
    return bools(later)


def _before_birth(batch: pa.RecordBatch) -> Mask:
    sooner = pc.less(decode(batch.column("deces_date")), decode(batch.column("defunt_naissance_date")))
    return bools(sooner)


def dead_before_birth(tables: Tables) -> Iterable[Issue]:
    """Tell the deceased of acts of death that were born after it."""
    died = Known.of(tables[ACTS], "id_acte", "fait_date")
    born = Known.of(tables[PEOPLE], "id_personne", "naissance_date")
    if died is None or born is None:
        return
    for batch in tables[PARTS]:
        role = bools(pc.equal(decode(batch.column("participant_role")), texts(["defunt"])[0]))
        sooner = pc.less(died(batch.column("id_acte")), born(batch.column("id_personne")))
        rows = np.flatnonzero(role & bools(sooner))
        if len(rows):
            yield from placed("etat_civil.death_before_birth", batch, rows, PARTS, "id_acte", Severity.WARNING)


def sex_against_role(tables: Tables) -> Iterable[Issue]:
    """Tell the mothers and godmothers said to be men, the fathers and godfathers said to be women."""
    sexes = Known.of(tables[PEOPLE], "id_personne", "sexe")
    if sexes is None:
        return
    for batch in tables[PARTS]:
        sex = sexes(batch.column("id_personne"))
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
        row_checks("personne_texte", PEOPLE, (garbled("nom_famille"), garbled("prenoms"))),
        Finish(
            "deces_participants",
            {
                ACTS: ("id_acte", "fait_date"),
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
