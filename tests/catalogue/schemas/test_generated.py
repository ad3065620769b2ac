"""Everything generated from one descriptor says the same thing as the descriptor."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal

import frictionless
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from collecdata.catalogue.arrow import arrow_schema, arrow_type
from collecdata.catalogue.canonical import sql_name
from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.jsonschema import json_schema
from collecdata.catalogue.model import row_model
from collecdata.catalogue.sqlalchemy import sql_ddl, sql_metadata, sql_table
from collecdata.catalogue.table import TYPES, Constraints, Field, Table, example_row
from collecdata.catalogue.tableschema import table_schema
from collecdata.catalogue.value import faults, parse

from .conftest import ROOT

CATALOGUE = Catalogue([ROOT])
TABLES = list(CATALOGUE.tables.values())
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)


def typed(table: Table) -> dict[str, object]:
    return {field.name: parse(field, field.example) for field in table.fields}


def as_json(row: dict[str, object]) -> dict[str, object]:
    text = json.dumps(row, default=lambda value: float(value) if isinstance(value, Decimal) else value.isoformat())
    return json.loads(text)


@pytest.fixture(scope="module")
def metadata():
    return sql_metadata(TABLES)


@each_table
def test_all_have_the_same_fields_in_the_same_order(table):
    names = [field.name for field in table.fields]
    assert arrow_schema(table, generated=False).names == names
    assert list(row_model(table).model_fields) == names
    assert list(json_schema(table)["properties"]) == names
    assert [column.name for column in sql_table(table, generated=False).columns] == names
    assert [field["name"] for field in table_schema(table, generated=False)["fields"]] == names
    assert arrow_schema(table).names == [field.name for field in table.output_fields]


@each_table
def test_all_require_the_same_fields(table):
    required = [field.name for field in table.fields if field.required]
    model = row_model(table)
    assert [name for name, info in model.model_fields.items() if info.is_required()] == required
    assert json_schema(table)["required"] == required
    assert [column.name for column in sql_table(table, generated=False).columns if not column.nullable] == required


@each_table
def test_the_examples_make_a_row_of_the_model(table):
    row = row_model(table, CATALOGUE.codes).model_validate(example_row(table))
    assert row.model_dump() == typed(table)


@each_table
def test_the_model_takes_a_row_as_written_with_its_provenance(table):
    companions = {field.name: None for field in table.output_fields if field not in table.fields}
    row = {**typed(table), **companions, "_source": "a.csv", "_ligne": 2}
    made = row_model(table, CATALOGUE.codes, generated=True).model_validate(row)
    assert made.model_dump(by_alias=True) == row


@each_table
def test_the_model_refuses_what_is_unknown_and_what_is_missing(table):
    model = row_model(table, CATALOGUE.codes)
    with pytest.raises(ValidationError):
        model.model_validate({**example_row(table), "inconnu": "1"})
    for name in table.primary_key:
        row = example_row(table)
        del row[name]
        with pytest.raises(ValidationError):
            model.model_validate(row)


@each_table
def test_a_code_outside_its_list_is_refused_by_model_and_json_schema(table):
    validator = jsonschema.Draft202012Validator(json_schema(table, CATALOGUE.codes))
    for field in (field for field in table.fields if field.vocabulaire):
        with pytest.raises(ValidationError):
            row_model(table, CATALOGUE.codes).model_validate({**example_row(table), field.name: "?"})
        assert not validator.is_valid({**as_json(typed(table)), field.name: "?"})


@each_table
def test_the_examples_make_a_row_of_the_json_schema(table):
    schema = json_schema(table, CATALOGUE.codes)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.validate(as_json(typed(table)))
    validator.validate({name: as_json(typed(table))[name] for name in schema["required"]})
    optional = {field.name: None for field in table.fields if not field.required}
    validator.validate({**as_json(typed(table)), **optional})


@each_table
@pytest.mark.parametrize("standalone", [False, True])
def test_frictionless_takes_the_descriptor_and_the_example(table, standalone):
    domain = CATALOGUE.domains[table.domain]
    raw = json.loads(domain.table_path(table.name).read_text("utf-8"))
    made = table_schema(table, CATALOGUE.codes, generated=False)
    schema = frictionless.Schema.from_descriptor(made if standalone else raw)
    cells = [field.read_cell(field.example)[1] for field in schema.fields]
    assert cells == [None] * len(table.fields)
    assert schema.primary_key == list(table.primary_key)


@each_table
def test_the_arrow_schema_holds_the_examples_through_parquet(table, tmp_path):
    schema = arrow_schema(table, generated=False)
    pq.write_table(pa.Table.from_pylist([typed(table)], schema), tmp_path / "t.parquet")
    read = pq.read_table(tmp_path / "t.parquet")
    kept = [pa.time32("ms") if kind == pa.time32("s") else kind for kind in schema.types]  # Parquet knows no seconds
    assert read.schema.types == kept
    assert read.to_pylist() == [typed(table)]
    assert read.schema.metadata[b"table"] == table.id.encode()
    for field in table.fields:
        metadata = read.schema.field(field.name).metadata
        assert metadata[b"title"].decode() == field.title
        assert metadata[b"confidentialite"] == str(field.confidentialite).encode()
        assert (b"vocabulaire" in metadata) == bool(field.vocabulaire)


def test_each_type_has_its_arrow_type():
    made = {kind: str(arrow_type(Field("x", kind, decimales=2))) for kind in TYPES}
    assert made == {
        "string": "string",
        "integer": "int64",
        "number": "decimal128(18, 2)",
        "boolean": "bool",
        "date": "date32[day]",
        "datetime": "timestamp[us]",
        "time": "time32[s]",
        "year": "int16",
    }


@pytest.mark.filterwarnings("ignore:Dialect sqlite.*Decimal")
def test_sqlite_creates_every_table_and_holds_the_examples(metadata):
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    by_name = {sql_name(table.id): table for table in TABLES}
    with engine.begin() as connection:
        for sql in metadata.sorted_tables:
            row = {**typed(by_name[sql.name]), "_source": "a.csv", "_ligne": 2}
            connection.execute(sql.insert(), row)
            read = connection.execute(sa.select(sql)).mappings().one()
            assert {name: read[name] for name in row} == row
            with pytest.raises(sa.exc.IntegrityError):
                connection.execute(sql.insert(), row)
    engine.dispose()


@each_table
def test_the_database_table_has_the_keys_and_the_comments(table, metadata):
    made = metadata.tables[sql_name(table.id)]
    assert [column.name for column in made.primary_key] == list(table.primary_key)
    found = {(tuple(key.column_keys), key.elements[0].target_fullname) for key in made.foreign_key_constraints}
    assert found == {(key.fields, f"{sql_name(key.table)}.{key.reference[0]}") for key in table.foreign_keys}
    assert made.comment == table.title
    for field in table.fields:
        assert made.columns[field.name].comment.startswith(field.title)
        assert made.columns[field.name].info["confidentialite"] == field.confidentialite


@each_table
@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_sql_is_written_for_each_database(table, dialect):
    ddl = sql_ddl(table, dialect)
    assert ddl.startswith(f"CREATE TABLE {sql_name(table.id)}")
    assert f"PRIMARY KEY ({table.primary_key[0]}" in ddl
    assert (table.fields[0].title.split("'")[0] in ddl) == (dialect != "sqlite")


def test_an_unknown_database_is_a_key_error():
    with pytest.raises(KeyError):
        sql_ddl(TABLES[0], "dbase")


def test_foreign_keys_towards_absent_tables_are_left_out():
    engagement = CATALOGUE.tables["compta.engagement"]
    assert sql_metadata([engagement]).tables["compta_engagement"].foreign_keys == set()
    both = [engagement, CATALOGUE.tables["compta.tiers"], CATALOGUE.tables["compta.compte_bancaire"]]
    assert sql_metadata(both, foreign_keys=False).tables["compta_engagement"].foreign_keys == set()


KINDS = st.sampled_from([Field("x", kind, decimales=2 if kind == "number" else None) for kind in TYPES])
TEXTS = st.text("0123456789-+.:Teabcé tru", max_size=19)
BOUNDS = st.sampled_from(
    [Constraints(), Constraints(minimum="1000"), Constraints(maximum="2000"), Constraints(minLength=2)]
)


@given(KINDS, TEXTS, BOUNDS)
def test_what_a_field_accepts_the_model_accepts_with_the_same_value(field, text, bounds):
    ordered = field.type in ("integer", "number", "year")
    rules = bounds if ordered == (bounds.minLength is None) and (ordered or field.type == "string") else Constraints()
    field = Field("x", field.type, constraints=rules, decimales=field.decimales)
    table = Table("t", "d", fields=(field,))
    model = row_model(table)
    if not list(faults(field, text)):
        assert model.model_validate({"x": text}).x == parse(field, text)
    elif field.type == "string" or "minimum" in faults(field, text) or "maximum" in faults(field, text):
        with pytest.raises(ValidationError):
            model.model_validate({"x": text})


def test_one_table_gives_everything_on_demand():
    schema = CATALOGUE.schemas["compta.ecriture"]
    assert schema.arrow_schema.names[-2:] == ["_source", "_ligne"]
    assert schema.model.__name__ == "ComptaEcriture"
    assert schema.table.name == "compta_ecriture"
    assert schema.json_schema["title"] == schema.table_schema["title"] == "Écritures comptables"
    assert schema.page.startswith("# Écritures comptables\n")
    assert schema.ddl("sqlite").startswith("CREATE TABLE")
    assert pickle.loads(pickle.dumps(schema.descriptor)) == schema.descriptor
