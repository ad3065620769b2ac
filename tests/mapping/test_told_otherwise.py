"""The plan of one town's file, made that of another's: the same as if it had been compiled for it."""

from __future__ import annotations

import pytest

from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.references import columns_of_output
from collecdata.mapping.fields import Given
from collecdata.mapping.plan import compile_output, told_otherwise

CATALOGUE = Catalogue.from_roots()
ONE = {"siren": "123456782", "date_cloture": "20221231"}
OTHER = {"siren": "111111118", "date_cloture": "20231231"}
OUTPUTS = [
    (name, number)
    for name in ("fec", "totem", "pes-aller", "xhl", "unimarc", "berger-levrault-sedit-gf-factures")
    for number, _ in enumerate(CATALOGUE.adapters[name].adapter.outputs)
]


@pytest.mark.parametrize("facts", [({}, {}), ({"year": "2022"}, {}), ({}, {"year": "2023"})], ids=["", "-", "+"])
@pytest.mark.parametrize(("name", "number"), OUTPUTS)
def test_what_differs_is_compiled_again(name, number, facts):
    folder = CATALOGUE.adapters[name]
    output = folder.adapter.outputs[number]
    said = next((one.fact for one in output.fields.values() if one.fact), "year")
    facts = [{said if key == "year" else key: value for key, value in one.items()} for one in facts]
    columns = tuple(dict.fromkeys(column for _, column in columns_of_output(output, ())))
    shape = {output.record_set: columns} if output.record_set else columns
    rest = (folder, output, folder.adapter.inputs[output.from_], shape, CATALOGUE.tables[output.table], CATALOGUE)
    one = compile_output(*rest, ONE, facts[0])
    assert told_otherwise(one, *rest, Given(OTHER, facts[1])) == compile_output(*rest, OTHER, facts[1])
    assert told_otherwise(one, *rest, Given(ONE, facts[0])) == one
