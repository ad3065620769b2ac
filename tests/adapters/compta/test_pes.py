"""PES V2: real flows held against a plain reading of the same file, synthetic ones cut and read in pieces."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest
from lxml import etree

import collecdata
from collecdata.errors import CollecdataError

ROOT = Path(__file__).resolve().parents[3]
ALLER = ROOT / "adapters/pes-aller/samples"
RETOUR = ROOT / "adapters/pes-retour/samples"
ACQUIT = ROOT / "adapters/pes-acquit/samples"
REAL = {
    "pastell_PESALR2_49101169800000_171227_2045.xml": ("123456789", 1, 1, 1),
    "pastell_connecteur_creation-document_fixtures_pes.xml": ("123456789", 1, 1, 1),
    "pes_depense_berger-levrault_egf-evolution_12.50.xml": ("755800646", 1, 1, 1),
    "pes_depense_cgi-logica_gda_6.6.xml": ("243100633", 1, 1, 1),
    "pes_depense_ciril_civilnetfinance_7.1.018.xml": ("802630608", 1, 3, 3),
    "pes_recette_aller_pastell_stela_786lignes.xml": ("999888777", 6, 25, 786),
}
PRODUCERS = {
    "pes_depense_berger-levrault_egf-evolution_12.50.xml": ("e.gf évolution - 12.50.03.00", "echangeXML - 2017.13"),
    "pes_depense_cgi-logica_gda_6.6.xml": ("Editeur Logica GDA V6.6L0P3R13", "Moteur PES GDA V1.0"),
    "pes_depense_ciril_civilnetfinance_7.1.018.xml": ("Civil Net Finance - CIRIL", "pesalldep 7.1.018"),
}


@pytest.fixture(scope="module")
def real(shared, tmp_path_factory):
    return collecdata.convert(shared / "compta/pes", to=tmp_path_factory.mktemp("pes") / "out")


@pytest.fixture(scope="module", params=REAL)
def flow(request, shared):
    return request.param, etree.parse(shared / "compta/pes" / request.param)


def of_file(result, table, name):
    found = result[table]
    return found.filter(pc.equal(found["_source"], name))


def values(tree, name):
    return [one.get("V") for one in tree.iter(f"{{*}}{name}")]


def test_every_slip_piece_and_line_of_a_real_flow_comes_out(real, flow):
    name, tree = flow
    siren, slips, pieces, lines = REAL[name]
    tables = [of_file(real, f"compta.{table}", name) for table in ("bordereau", "piece", "ligne_piece")]
    assert [table.num_rows for table in tables] == [slips, pieces, lines]
    assert {code for table in tables for code in table["siren"].to_pylist()} == {siren}
    assert tables[0]["bordereau_numero"].to_pylist() == values(tree, "IdBord")
    assert tables[1]["piece_numero"].to_pylist() == values(tree, "IdPce")
    assert tables[2]["nature_code"].to_pylist() == values(tree, "Nature")
    assert tables[2]["montant_ht"].to_pylist() == [Decimal(text) for text in values(tree, "MtHT")]
    declared = [one for tag in ("MtBordHT", "MtBordHt") for one in values(tree, tag)]
    assert tables[0]["bordereau_montant_ht"].to_pylist() == [Decimal(text) for text in declared]


def test_every_line_stands_under_its_piece_and_its_slip(real, flow):
    name, tree = flow
    expected = []
    for line in tree.iter("{*}LigneDePiece"):
        piece, slip = line.getparent(), line.getparent().getparent()
        expected.append(tuple(next(one.iter(f"{{*}}{tag}")).get("V") for one, tag in (
            (slip, "Exer"), (slip, "TypBord"), (slip, "IdBord"), (piece, "IdPce"), (line, "IdLigne")
        )))  # fmt: skip
    table = of_file(real, "compta.ligne_piece", name)
    keys = ("exercice", "bordereau_type_source", "bordereau_numero", "piece_numero", "ligne_numero")
    found = zip(*(map(str, table[key].to_pylist()) for key in keys), strict=True)
    assert list(found) == expected


def test_totals_of_the_long_real_flow_are_those_it_declares(real):
    wrong = {issue.source for issue in real.issues if issue.code in ("compta.slip_amount", "compta.slip_pieces")}
    assert wrong == {
        "pastell_PESALR2_49101169800000_171227_2045.xml",
        "pastell_connecteur_creation-document_fixtures_pes.xml",
    }
    amounts = [issue for issue in real.issues if issue.code == "compta.slip_amount"]
    assert [one.params["difference"] for one in amounts] == ["-36000.00", "-36000.00"]
    assert real.issues.count("compta.slip_pieces") == 0


def test_the_producer_is_what_detect_says(shared):
    found = {one.source.base: one.match for one in collecdata.detect(shared / "compta/pes")}
    for name, producer in PRODUCERS.items():
        assert (found[name].facts["producteur"], found[name].facts["produit"]) == producer
    assert Counter(match.adapter for match in found.values()) == {"pes-aller": 6, "pes-retour": 1, "pes-acquit": 1}


def test_what_real_flows_leave_behind_is_named(real):
    assert real.balanced
    assert [(one.source, one.column) for one in real.report.not_carried if one.filled] == [
        ("pastell_PESALR2_49101169800000_171227_2045.xml", "Fichier@MIMEType")  # an attachment outside of its block
    ]
    refused = [issue for issue in real.issues if issue.code == "row.required"]
    assert [(one.table, one.field, one.count) for one in refused] == [("commun.document", "id_document", 1)]


def test_an_attachment_that_cannot_be_opened_is_said_and_its_row_is_kept(real):
    name = "pes_depense_berger-levrault_egf-evolution_12.50.xml"
    table = of_file(real, "commun.document", name)
    assert table["document_nom"].to_pylist() == [
        "FACAVA2015092432682006500083.pdf", "FAC3056619100002920160000000000010075.pdf"
    ]  # fmt: skip
    assert set(table["sha256"].to_pylist()) == {hashlib.sha256(base64.b64decode("H4sIAAAAAAAA")).hexdigest()}
    (issue,) = (one for one in real.issues if one.code == "xml.attachment")
    assert (issue.source, issue.count) == (name, 2)


def test_the_accountants_answers_come_out(real):
    ack = real["compta.accuse"]
    assert ack["accuse_domaine"].to_pylist() == ["depense", "pj", "pj", "pj", "pj"]
    assert ack["est_accepte"].to_pylist() == [True] * 5
    assert ack["id_document"].null_count == 1
    back = real["compta.retour_ligne"]
    assert (back["montant_ht"].to_pylist(), back["etat_motifs"].to_pylist()) == ([Decimal("39724.75")], ["12"])
    assert real["compta.retour_piece"]["piece_objet"].to_pylist()[0].startswith("Test accent")


@pytest.fixture(scope="module")
def aller(tmp_path_factory):
    return collecdata.convert(*ALLER.glob("*/input"), to=tmp_path_factory.mktemp("aller") / "out")


def test_the_nature_of_the_original_piece_means_the_same_on_both_sides(aller):
    table = aller["compta.ligne_piece"].filter(pc.is_valid(aller["compta.ligne_piece"]["nature_piece_origine"]))
    columns = ("sens", "nature_piece_origine_source", "nature_piece_origine")
    assert set(zip(*(table[name].to_pylist() for name in columns), strict=True)) == {
        ("depense", "01", "mandat"), ("depense", "02", "titre"), ("recette", "01", "titre"), ("recette", "02", "mandat")
    }  # fmt: skip


def test_a_third_party_is_its_reference_else_its_number_else_a_fingerprint_and_never_a_nir(aller):
    table = aller["compta.tiers"]
    found = dict(zip(table["nom"].to_pylist(), table["id_tiers"].to_pylist(), strict=True))
    assert found["FOURNISSEUR EXEMPLE"] == "F001"
    assert found["PERSONNEL COMMUNAL"] == "00000001800010"
    address = "ESSAI|DOMINIQUE|1 RUE DE L'ESSAI|99000|EXEMPLE-VILLE"
    codes = set(table["id_tiers"].to_pylist())
    assert hashlib.sha256(address.encode()).hexdigest()[:20] in codes
    assert not any(code.startswith("2999") for code in codes)
    assert "299999999999999" in table["identifiant_national"].to_pylist()
    lines = set(aller["compta.ligne_piece"]["id_tiers"].drop_null().to_pylist())
    assert lines <= codes
    assert set(aller["compta.compte_bancaire"]["id_tiers"].to_pylist()) <= codes


def test_a_line_of_a_title_bears_its_main_debtor_and_all_are_kept(aller):
    table = aller["compta.ligne_piece_tiers"]
    first = table.filter(pc.equal(table["piece_numero"], "902490"))
    columns = ("ligne_numero", "rang", "id_tiers", "tiers_role")
    assert list(zip(*(first[name].to_pylist() for name in columns), strict=True)) == [
        ("1", 1, "D100", "debiteur_principal"),
        ("1", 2, "D101", "codebiteur"),
        ("2", 1, "D102", "debiteur_principal"),
    ]
    lines = aller["compta.ligne_piece"]
    assert lines.filter(pc.equal(lines["piece_numero"], "902490"))["id_tiers"].to_pylist() == ["D100", "D102"]


def test_attachments_are_known_by_their_content(aller):
    source = etree.parse(ALLER / "depense/input/PESALR2_12345678200010_240215_001.xml")
    contents = [base64.b64decode(one.text) for one in source.iter("{*}Fichier")]
    contents = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in contents]
    table = aller["commun.document"]
    assert table["taille"].to_pylist() == [len(one) for one in contents]
    assert table["sha256"].to_pylist() == [hashlib.sha256(one).hexdigest() for one in contents]
    assert set(aller["compta.piece_document"]["id_document"].to_pylist()) >= {"JUST0000000001"}
    assert aller["compta.document_reference"]["id_document"].to_pylist() == ["JUST0000000001"]


def test_a_slip_that_declares_otherwise_than_it_holds_is_said(aller):
    found = {issue.code: issue for issue in aller.issues if issue.code.startswith("compta.slip")}
    pieces, amount = found["compta.slip_pieces"], found["compta.slip_amount"]
    assert (pieces.params["expected"], pieces.params["found"]) == ("3", "2")
    assert (amount.params["expected"], amount.params["found"], amount.params["difference"]) == (
        "40.00",
        "42.50",
        "2.50",
    )


def test_payments_add_up_to_what_the_return_declares(tmp_path):
    result = collecdata.convert(*RETOUR.glob("*/input"), to=tmp_path / "out")
    keys = ["siren", "bordereau_numero", "piece_numero", "ligne_numero"]
    paid = result["compta.paiement"].group_by(keys).aggregate([("paiement_montant", "sum"), ("rang", "count")])
    found = {row["piece_numero"]: (row["paiement_montant_sum"], row["rang_count"]) for row in paid.to_pylist()}
    declared = result["compta.retour_ligne"].filter(pc.is_valid(result["compta.retour_ligne"]["paiements_montant"]))
    assert found == {
        row["piece_numero"]: (row["paiements_montant"], row["paiements_nombre"]) for row in declared.to_pylist()
    }
    assert len(found) == 3


def test_a_flow_and_its_receipt_share_their_row(tmp_path):
    dump = tmp_path / "dump"
    dump.mkdir()
    for path in (ALLER / "depense/input", ACQUIT / "version-2/input"):
        for file in path.iterdir():
            (dump / file.name).write_bytes(file.read_bytes())
    result = collecdata.convert(dump, to=tmp_path / "out")
    assert result["compta.flux"]["flux_fichier"].to_pylist() == ["PESALR2_12345678200010_240215_001"]
    assert set(result["compta.accuse"]["flux_fichier"].to_pylist()) == set(
        result["compta.bordereau"]["flux_fichier"].to_pylist()
    )
    assert result.issues.count("key.duplicate") == 0


CASES = [
    ALLER / "depense/input/PESALR2_12345678200010_240215_001.xml",
    ALLER / "recette/input/PESALR1_00000001800010_240212_11.xml",
    ALLER / "ormc-une-ligne/input/PESORMC_00000002600013.xml",
    RETOUR / "recette/input/PES2R_REC_038_06.xml",
    ACQUIT / "version-2/input/ACQUIT_PESALR2.xml",
]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.999])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_flow_cut_anywhere_is_never_read_as_complete(tmp_path, case, share):
    content = case.read_bytes().rstrip()
    path = tmp_path / case.name
    path.write_bytes(content[: int(len(content) * share)])
    try:
        result = collecdata.convert(path, to=tmp_path / "out", siren="123456782", adapter=case.parts[-5])
    except CollecdataError:
        return
    assert result.exit_code == 1
    assert [one.partial for one in result.report.inputs] == ["xml.truncated"]
    assert result.report.state not in ("balanced", "complet")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_flow_that_is_not_well_formed_somewhere_is_read_in_part(tmp_path, case):
    content = case.read_bytes()
    middle = content.index(b'V="', len(content) // 2) + len(b'V="')
    path = tmp_path / case.name
    path.write_bytes(content[:middle] + b"A & B " + content[middle:])
    result = collecdata.convert(path, to=tmp_path / "out", siren="123456782", adapter=case.parts[-5])
    assert result.exit_code == 1
    assert [one.partial for one in result.report.inputs] == ["xml.malformed"]
    assert result.report.state == "partiel"


@pytest.mark.parametrize("case", CASES[:2], ids=lambda path: path.stem)
def test_a_flow_read_in_pieces_gives_the_same_rows(tmp_path, case):
    folder = tmp_path / "adapters/pes-morceaux"
    folder.mkdir(parents=True)
    folder.joinpath("adapter.yaml").write_text(
        "adapter: 1\nid: pes-morceaux\nversion: 1.0.0\ntitle: Essai\nevidence: draft\nsources: [essai]\n"
        'extends: pes-aller\ninputs:\n  flux:\n    options: {block: "700"}\n',
        encoding="utf-8",
    )
    whole = collecdata.convert(case, to=tmp_path / "whole", adapter="pes-aller")
    pieces = collecdata.convert(case, to=tmp_path / "pieces", adapter="pes-morceaux", adapters=[tmp_path])
    assert set(pieces) == set(whole)
    for name in whole:
        assert pieces[name].to_pylist() == whole[name].to_pylist(), name


def test_slips_that_stand_before_the_one_that_is_cut_keep_their_lines(shared, tmp_path):
    data = (shared / "compta/pes/pes_recette_aller_pastell_stela_786lignes.xml").read_bytes()
    path = tmp_path / "recette.xml"
    path.write_bytes(data[: data.rindex(b"</Bordereau>")])
    found = collecdata.convert(path, to=tmp_path / "out", adapter="pes-aller", siren="999888777")
    assert found.exit_code == 1
    assert [found[f"compta.{name}"].num_rows for name in ("bordereau", "piece", "ligne_piece")] == [5, 25, 786]
