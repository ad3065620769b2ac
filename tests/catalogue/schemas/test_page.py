"""The reference page of a table."""

from __future__ import annotations

import re

from collecdata.catalogue.page import table_page
from collecdata.catalogue.table import Constraints, Field, Table


def test_every_field_of_every_table_is_on_its_page(catalogue):
    for table in catalogue.tables.values():
        page = table_page(table, catalogue.codes)
        assert page.startswith(f"# {table.title}\n\n`{table.id}`\n")
        for field in table.fields:
            assert f"| `{field.name}` | **{field.title}.**" in page
            assert field.source.replace("|", "\\|") in page


def test_the_codes_a_table_uses_are_on_its_page_and_no_others(catalogue):
    page = table_page(catalogue.tables["compta.facture_ligne"], catalogue.codes)
    assert re.findall(r"(?m)^### (.+)$", page) == [
        "Sens budgétaire",
        "Section du budget",
        "Avancement dans la chaîne de la dépense",
        "Statut du mandat",
    ]
    assert "| `premandat` | Prémandat |" in page
    assert "`avancement_source`" in page


def test_every_row_of_a_table_has_as_many_cells_as_its_head(catalogue):
    for table in catalogue.tables.values():
        for block in re.findall(r"(?m)(?:^\|.*\n)+", table_page(table, catalogue.codes)):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(cells) == 1


def test_constraints_are_said_in_french():
    rules = Constraints(required=True, unique=True, enum=("1", "2"), minimum="1", maximum="2")
    fields = (
        Field("rang", "integer", "Rang", constraints=rules),
        Field("code", "string", "Code", constraints=Constraints(pattern="a|b", maxLength=3)),
    )
    page = table_page(Table("t", "d", "T", fields=fields, reference=True), {})
    assert "| entier, `1`, `2`, au moins 1, au plus 2, unique | oui | 0 publique |" in page
    assert "| texte, motif `a\\|b`, 3 caractères au plus |" in page
    assert "Table de référence" in page
