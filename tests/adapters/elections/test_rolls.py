"""Electoral rolls: everybody is kept, what is odd is told, and two extractions compare person by person."""

from __future__ import annotations

from pathlib import Path

import pytest

import collecdata
from collecdata.errors import InputError

ADAPTERS = Path(__file__).resolve().parents[3] / "adapters"
ROLL = ADAPTERS / "reu-electeurs" / "samples" / "actifs" / "input"
STATUTORY = ADAPTERS / "liste-electorale" / "samples" / "generale" / "input" / "liste-generale.csv"
PLOTS = ADAPTERS / "opencimetiere" / "samples" / "version2" / "input"
ELECTORS = "elections.electeur"
RENUMBERED = ("liste_date", "numero_ordre")


def roll() -> list[str]:
    """Return the lines of an extraction, its header first."""
    return next(ROLL.iterdir()).read_text(encoding="utf-8").splitlines()


def person(name: str) -> str:
    (line,) = [line for line in roll() if f'"{name}"' in line]
    return line


@pytest.fixture
def convert(tmp_path):
    def run(name, lines, **said):
        source = tmp_path / f"{name}.csv"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return collecdata.convert(source, to=tmp_path / name, siren="123456782", **said)

    return run


def test_everybody_of_the_fixture_is_kept_and_what_is_odd_is_told(shared, tmp_path):
    source = shared / "etat_civil" / "elections" / "reu_listes_electeurs_actifs_fixture.csv"
    run = collecdata.convert(source, to=tmp_path / "out", siren="123456782")
    electors = run[ELECTORS]
    assert run.balanced
    assert electors.num_rows == 10
    assert [
        (row["naissance_date"], row["naissance_date_edtf"], row["naissance_date_brute"])
        for row in electors.to_pylist()
        if row["naissance_date_precision"] != "jour"
    ] == [(None, "1953", "00/00/1953"), (None, "1961", "1961")]
    assert {issue.code: issue.lines for issue in run.issues if issue.code.startswith("elections.")} == {
        "elections.birth_incomplete": (6, 7),
        "elections.no_station": (10,),
        "elections.on_two_lists": (8, 9),
        "elections.town_spellings": (),
    }


def test_no_number_is_a_key_yet_no_row_is_lost(convert):
    run = convert("liste", [*roll(), person("MAQUETTE").replace("MAQUETTE", "MÊME NUMÉRO")])
    assert run[ELECTORS].num_rows == len(roll())
    assert "key.duplicate" not in {issue.code for issue in run.issues}
    assert [issue.lines for issue in run.issues if issue.code == "elections.order_twice"] == [(7, 8, 15)]


def test_a_row_met_twice_whole_is_told(convert):
    run = convert("liste", [*roll(), person("MAQUETTE")])
    assert run[ELECTORS].num_rows == len(roll())
    assert "key.duplicate" in {issue.code for issue in run.issues}


def test_two_extractions_give_arrivals_departures_and_changes(convert):
    left, moved = person("SPÉCIMEN"), person("EXEMPLE")
    later = [line.replace("Rue du Cadran-Solaire", "Rue du Moulin") if line == moved else line for line in roll()]
    later = [*later, person("MAQUETTE").replace("MAQUETTE", "NOUVEAU")]
    later = [later[0], *reversed([line for line in later[1:] if line != left])]
    renumbered = [later[0], *(f"{line.rpartition(';')[0]};{rank}" for rank, line in enumerate(later[1:], 1))]
    old, new = convert("juin", roll()), convert("novembre", renumbered)
    table = collecdata.diff(old.path, new.path, tables=[ELECTORS], ignore=RENUMBERED).tables[0]
    assert (table.added, table.removed, table.changed) == (1, 1, 1)
    assert table.by_field == {"adresse_voie_libelle": 1}


def test_the_same_roll_in_another_order_is_the_same(convert):
    head, *rest = roll()
    old, new = convert("a", [head, *rest]), convert("b", [head, *reversed(rest)])
    assert collecdata.diff(old.path, new.path, tables=[ELECTORS]).same


def test_a_vendor_roll_compares_with_the_national_one(convert, tmp_path):
    national = convert("national", roll())
    collecdata.export(national.path, to="liste-electorale", out=tmp_path / "listes")
    main = tmp_path / "listes" / "liste-principale-123456782.csv"
    vendor = collecdata.convert(main, to=tmp_path / "logiciel", siren="123456782")
    table = collecdata.diff(vendor.path, national.path, tables=[ELECTORS]).tables[0]
    assert (table.added, table.removed) == (2, 0)
    assert "nom_usage" not in table.by_field


def test_the_national_number_is_the_key_where_every_row_has_it(convert, tmp_path):
    folder = tmp_path / "miens" / "adapters" / "avec-ine"
    folder.mkdir(parents=True)
    text = (ADAPTERS / "reu-electeurs" / "adapter.yaml").read_text(encoding="utf-8")
    text = text.replace("id: reu-electeurs", "id: avec-ine").replace("header: [", "header: [INE, ")
    (folder / "adapter.yaml").write_text(
        text.replace("      liste_nature:", "      electeur_ine: INE\n      liste_nature:"), encoding="utf-8"
    )
    (folder / "codes").symlink_to(ADAPTERS / "reu-electeurs" / "codes")
    head, *rest = (line.replace(";", f";{rank};", 1) for rank, line in enumerate(roll()))
    numbered = [head.replace(";0;", ";INE;", 1), *rest]
    married = [line.replace('"FICTIF"', '"CORRIGÉ"') for line in numbered]
    said = {"adapter": "avec-ine", "adapters": [tmp_path / "miens"]}
    old, new = convert("a", numbered, **said), convert("b", married, **said)
    table = collecdata.diff(old.path, new.path, tables=[ELECTORS]).tables[0]
    assert (table.added, table.removed, table.by_field) == (0, 0, {"nom_famille": 1})


def test_a_list_that_does_not_say_which_it_is_is_told_by_the_caller(tmp_path):
    source = tmp_path / "liste.csv"
    source.write_text(STATUTORY.read_text(encoding="utf-8").replace("liste générale;", ";"), encoding="utf-8")
    silent = collecdata.convert(source, to=tmp_path / "a", siren="123456782")
    told = collecdata.convert(source, to=tmp_path / "b", siren="123456782", params={"liste": "P"})
    assert "row.required" in {issue.code for issue in silent.issues}
    assert set(told[ELECTORS]["liste_type"].to_pylist()) == {"principale"}


def test_what_is_published_of_a_roll_names_nobody(convert, tmp_path):
    key = tmp_path / "cle.txt"
    key.write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    run = convert("public", roll(), publiable=True, cle=key)
    assert run["elections.bureau_vote"]["bureau_libelle"].to_pylist() == ["Mairie", "École du Bourg"]
    assert [name for name in run[ELECTORS].schema.names if name[0] != "_"] == [
        "siren", "id_electeur", "departement_code", "commune_code", "commune_libelle", "bureau_code",
    ]  # fmt: skip


HOSTILE = {
    "reu-electeurs": (next(ROLL.iterdir()), "nom de naissance"),
    "liste-electorale": (STATUTORY, "NomdeNaissance"),
    "opencimetiere": (PLOTS / "defunt.csv", "datenaissance"),
}


def converted(source, tmp_path, content: bytes):
    spoilt = tmp_path / source.name
    spoilt.write_bytes(content)
    return collecdata.convert(spoilt, to=tmp_path / "out", siren="123456782")


@pytest.mark.parametrize("source", [source for source, _ in HOSTILE.values()], ids=HOSTILE)
def test_a_file_cut_short_keeps_its_rows_and_tells_the_one_it_lost(source, tmp_path):
    raw = source.read_bytes()
    run = converted(source, tmp_path, raw[: raw.rindex(b";", 0, int(len(raw) * 0.55))])
    assert run.balanced
    assert "csv.too_few_cells" in {issue.code for issue in run.issues}


@pytest.mark.parametrize(("adapter", "source", "column"), [(one, *said) for one, said in HOSTILE.items()], ids=HOSTILE)
def test_another_header_is_refused_with_the_nearest_adapter_and_what_lacks(adapter, source, column, tmp_path):
    with pytest.raises(InputError) as refusal:
        converted(source, tmp_path, source.read_bytes().replace(column.encode(), b"Patronyme", 1))
    assert refusal.value.code == "detect.near"
    assert (refusal.value.params["adapter"], refusal.value.params["absent"]) == (adapter, column)


def spoilt(source: Path) -> bytes:
    """Return a file whose UTF-8 was taken for Latin-1, and written so."""
    return source.read_bytes().decode("latin-1").encode()


def test_spoilt_accents_of_a_header_are_columns_that_lack(tmp_path):
    source, _ = HOSTILE["reu-electeurs"]
    with pytest.raises(InputError) as refusal:
        converted(source, tmp_path, spoilt(source))
    assert refusal.value.params["adapter"] == "reu-electeurs"
    assert "prénoms" in refusal.value.params["absent"]


@pytest.mark.parametrize(
    ("adapter", "code"), [("liste-electorale", "cell.code"), ("opencimetiere", "etat_civil.mojibake")]
)
def test_spoilt_accents_of_the_cells_are_told(adapter, code, tmp_path):
    source, _ = HOSTILE[adapter]
    run = converted(source, tmp_path, spoilt(source))
    assert run.balanced
    assert code in {issue.code for issue in run.issues}
