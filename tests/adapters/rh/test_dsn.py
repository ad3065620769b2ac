"""The adapter `dsn`, whole: lots, defects, what never leaves."""

from __future__ import annotations

import pytest

import collecdata
from readers.dsn.reading import DECLARATION
from readers.dsn.reading import HEAD as ENVOI

HEAD = ENVOI + DECLARATION
AGENT = """\
S21.G00.30.001,'{nir}'
S21.G00.30.002,'{name}'
S21.G00.30.004,'{first}'
S21.G00.30.005,'02'
S21.G00.30.006,'{birth}'
S21.G00.30.019,'{number}'
S21.G00.40.001,'01012020'
S21.G00.40.002,'10'
S21.G00.40.007,'50'
S21.G00.40.009,'{number}-1'
S21.G00.40.026,'01'
"""
NIR, NAME, FIRST, IBAN = "2850599123456", "ZYXWVUTSR", "QPONMLKJ", "FR7630006000011234567890189"


def agent(number="00001", nir="2800199000001", name="NOM", first="PRENOM", birth="05011980"):
    return AGENT.format(nir=nir, name=name, first=first, birth=birth, number=number)


def total(body, declarations=1):
    return body + f"S90.G00.90.001,'{body.count(chr(10)) + 2}'\nS90.G00.90.002,'{declarations}'\n"


@pytest.fixture
def convert(tmp_path):
    def run(*files: bytes | str, **options):
        dump = tmp_path / "dump"
        dump.mkdir()
        for number, content in enumerate(files):
            raw = content if isinstance(content, bytes) else content.encode("latin-1")
            (dump / f"{number}.dsn").write_bytes(raw)
        return collecdata.convert(dump, to=tmp_path / "out", lang="fr", **options)

    return run


def test_the_synthetic_file_kept_beside_the_project_is_two_lots(shared, tmp_path):
    source = shared / "rh" / "dsn" / "synthetic_dsn_P25V01_2decl_5agents.dsn"
    found = collecdata.convert(source, to=tmp_path / "out")
    assert found.balanced
    counts = {name: found[name].num_rows for name in found if found[name].num_rows}
    assert counts == {
        "rh.declaration": 2, "rh.employeur": 2, "rh.etablissement": 2, "rh.agent": 5, "rh.agent_dsn": 5,
        "rh.engagement": 5, "rh.situation": 5, "rh.versement_dsn": 5, "rh.element_remuneration_dsn": 37,
        "rh.base_assujettie": 29, "rh.composant_base": 9, "rh.cotisation": 73, "rh.versement_organisme": 16,
    }  # fmt: skip
    assert found["rh.agent"]["siren"].to_pylist() == ["210000001"] * 3 + ["210000002"] * 2
    assert (tmp_path / "out" / "rh" / "agent" / "210000002.parquet").is_file()


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        (HEAD + agent(), "dsn.no_total", 23),
        (total(HEAD + agent()).replace("'25'", "'24'"), "dsn.total_lines", 24),
        (total(HEAD + agent(), 2), "dsn.total_declarations", 25),
        (total(HEAD + agent() + "S21.G00.40.555,'1'\n"), "dsn.unknown_rubric", 24),
        (total(HEAD + "S21.G00.60.001,'01'\n" + agent()), "dsn.orphan", 13),
        (total(HEAD + agent(nir="28001990000012")), "dsn.too_long", 13),
        (total(HEAD + agent() + "S21.G00.50.001,'31022025'\n"), "cell.date", 24),
        (HEAD + agent() + "S21.G00.40.028,'12", "dsn.line", 24),
        (total(HEAD + agent(name="L’ÉGLISE")).encode("cp1252"), "dsn.windows", 14),
    ],
)
def test_each_defect_is_reported_at_its_line_and_the_rest_is_converted(convert, body, code, line):
    found = convert(body)
    assert (code, line) in {(one.code, place) for one in found.issues for place in one.lines}
    assert found["rh.agent"].num_rows == 1
    assert found.balanced


def test_latin_1_is_no_defect(convert):
    found = convert(total(HEAD + agent(name="NOËL")))
    assert found["rh.agent"]["nom_famille"].to_pylist() == ["NOËL"]
    assert not [one.code for one in found.issues if one.code.startswith(("dsn.", "encoding."))]


def test_a_declaration_that_another_file_replaces_leaves_nothing_but_its_own_row(convert):
    old = total(HEAD + agent("00001") + agent("00002"))
    new = total((HEAD + agent("00001")).replace("05.002,'01'", "05.002,'03'").replace("05.004,'1'", "05.004,'2'"))
    found = convert(new, old)
    assert found["rh.agent"]["matricule"].to_pylist() == ["00001"]
    assert sorted(found["rh.declaration"]["declaration_statut"].to_pylist()) == ["remplacee", "retenue"]


def test_a_file_of_several_employers_is_as_many_lots_whatever_was_asked(convert):
    other = "".join(HEAD.splitlines(keepends=True)[3:]).replace("123456782", "210000012")
    found = convert(total(HEAD + agent() + other + agent(), 2), siren="123456782")
    assert found["rh.agent"]["siren"].to_pylist() == ["123456782", "210000012"]


def test_a_situation_is_one_row_a_change_and_told_by_the_code_of_the_post(convert):
    def month(number, net):
        body = HEAD.replace("01112025", f"01{number}2025").replace("05.004,'1'", f"05.004,'{number}'")
        return total(body + agent().replace("S21.G00.40.007", f"S21.G00.40.005,'{net}'\nS21.G00.40.007"))

    found = convert(month("03", "TAR1"), month("01", "TAJ1"), month("02", "TAJ1"))
    told = found["rh.situation"].select(["situation_debut", "filiere", "categorie"]).to_pylist()
    assert [str(one["situation_debut"]) for one in told] == ["2025-01-01", "2025-03-01"]
    assert {one["filiere"] for one in told} == {"administrative"}
    assert [one["categorie"] for one in told] == ["C", "B"]


@pytest.mark.parametrize(
    "broken", ["", "S21.G00.30.001,'{nir}\n", "S21.G00.99.001,'{name}'\n", "S21.G00.60.001,'{name}'\n"]
)
def test_no_number_name_or_account_is_ever_shown(convert, tmp_path, capsys, broken):
    planted = agent(nir=NIR + "789", name=NAME, first=FIRST, birth=NAME[:8], number="00001")
    account = f"S21.G00.20.001,'CNRACL'\nS21.G00.20.004,'{IBAN}9'\n"
    body = (
        HEAD
        + account
        + broken.format(nir=NIR, name=NAME)
        + planted.replace("'02'\nS21.G00.30.006", f"'{NAME}'\nS21.G00.30.006")
    )
    found = convert(body)
    shown = found.report.text() + found.report.markdown() + str(found) + repr(found) + "".join(capsys.readouterr())
    shown += (tmp_path / "out" / "rapport.json").read_text() + (tmp_path / "out" / "rapport.md").read_text()
    for secret in (NIR, NAME, NAME[:8], FIRST, IBAN):
        assert secret not in shown
