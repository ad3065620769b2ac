"""The linter of the model finds each planted fault, and nothing in what we publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collecdata import api
from collecdata.catalogue import domain, resources
from collecdata.catalogue.lint import lint, lint_folders

if TYPE_CHECKING:
    from collections.abc import Callable

Data = dict[str, Any]


def field(name: str, /, **said: Any) -> Callable[[Data], None]:
    """Change of one field; `None` takes a key out; `collecdata` and `constraints` are completed, not replaced."""

    def change(data: Data) -> None:
        here = next(one for one in data["fields"] if one["name"] == name)
        for key, value in said.items():
            if value is None:
                here.pop(key)
            elif isinstance(value, dict):
                merged = {**here.get(key, {}), **value}
                here[key] = {k: v for k, v in merged.items() if v is not None}
            else:
                here[key] = value

    return change


def top(**said: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        for key, value in said.items():
            if value is None:
                del data[key]
            else:
                data[key] = value

    return change


def reference(**said: Any) -> Callable[[Data], None]:
    return lambda data: data["foreignKeys"][0]["reference"].update(said)


def test_what_we_publish_is_without_fault(catalogue):
    assert [str(fault) for fault in lint(catalogue.domains.values())] == []


DEFUNT, TIERS, ECRITURE, ENGAGEMENT, PACKAGE = (
    "cimetiere/defunt.json",
    "compta/tiers.json",
    "compta/ecriture.json",
    "compta/engagement.json",
    "compta/datapackage.json",
)


@pytest.mark.parametrize(
    ("name", "change", "code", "params"),
    [
        (TIERS, field("siren", title="Siren"), "schema.field.inconsistent", {"what": "title"}),
        (TIERS, field("id_tiers", type="integer", constraints={"minLength": None}), "schema.field.inconsistent", {}),
        (TIERS, field("siren", collecdata={"confidentialite": 1}), "schema.field.inconsistent", {}),
        (
            ENGAGEMENT,
            field("tva_taux", collecdata={"decimales": 4}),
            "schema.field.inconsistent",
            {"what": "decimales"},
        ),
        (ENGAGEMENT, field("sens", collecdata={"vocabulaire": "section"}), "schema.field.inconsistent", {}),
        (DEFUNT, field("naissance_date", collecdata={"date_partielle": "n"}), "schema.field.inconsistent", {}),
        (
            DEFUNT,
            field("naissance_date_brute", collecdata={"date_partielle": None}),
            "schema.field.partial_date",
            {"group": "naissance_date"},
        ),
        (ECRITURE, field("debit", title=None), "schema.field.missing", {"field": "debit", "what": "title"}),
        (ECRITURE, field("debit", description=None), "schema.field.missing", {"what": "description"}),
        (ECRITURE, field("debit", example=None), "schema.field.missing", {"what": "example"}),
        (ECRITURE, field("debit", title="montant au débit"), "schema.field.capital", {}),
        (ECRITURE, field("debit", example="1251,51"), "schema.field.example", {"constraint": "type"}),
        (ECRITURE, field("siren", example="12345678"), "schema.field.example", {"constraint": "pattern"}),
        (ENGAGEMENT, field("sens", example="D"), "schema.field.example", {"constraint": "vocabulaire"}),
        (ENGAGEMENT, field("tva_taux", example="120.00"), "schema.field.example", {"constraint": "maximum"}),
        (ECRITURE, field("debit", collecdata={"decimales": None}), "schema.field.decimals", {}),
        (ECRITURE, field("lettrage", collecdata={"decimales": 2}), "schema.field.decimals", {}),
        (ECRITURE, field("lettrage", constraints={"pattern": "(?=a)b"}), "schema.field.constraint", {}),
        (ECRITURE, field("debit", constraints={"pattern": "a"}), "schema.field.constraint", {"constraint": "pattern"}),
        (ECRITURE, field("debit", constraints={"minimum": "zéro"}), "schema.field.constraint", {}),
        (ECRITURE, field("debit", constraints={"maxLength": 3}), "schema.field.constraint", {}),
        (ECRITURE, field("lettrage", constraints={"minimum": "A"}), "schema.field.constraint", {}),
        (ECRITURE, field("rang", constraints={"enum": ["un"]}), "schema.field.constraint", {"constraint": "enum"}),
        (ENGAGEMENT, field("sens", constraints={"enum": ["depense"]}), "schema.field.constraint", {}),
        (ENGAGEMENT, field("avancement", collecdata={"vocabulaire": "etape"}), "schema.field.vocabulary", {}),
        (ECRITURE, field("rang", collecdata={"vocabulaire": "sens"}), "schema.field.vocabulary", {}),
        (ECRITURE, field("debit", collecdata={"depuis": "9.0.0"}), "schema.field.depuis", {}),
        (ECRITURE, field("id_source", collecdata={"identifiant": ["rien"]}), "schema.field.unknown", {"name": "rien"}),
        (ECRITURE, field("credit", title="Montant au débit"), "schema.field.same_title", {"first": "debit"}),
        (ENGAGEMENT, field("id_source", name="sens_source"), "schema.field.reserved", {}),
        (ECRITURE, top(primaryKey=None), "schema.key.absent", {}),
        (ECRITURE, top(primaryKey=["date_cloture", "siren"]), "schema.key.siren", {"found": "date_cloture"}),
        (ECRITURE, top(primaryKey=["siren", "lettrage"]), "schema.key.optional", {"field": "lettrage"}),
        (ECRITURE, top(title=None), "schema.table.missing", {"what": "title"}),
        (ECRITURE, top(description=None), "schema.table.missing", {"what": "description"}),
        (ENGAGEMENT, reference(resource="tier"), "schema.foreign_key.table", {"target": "compta.tier"}),
        (ENGAGEMENT, reference(fields=["siren", "id"]), "schema.foreign_key.fields", {"reference": "id"}),
        (ENGAGEMENT, reference(fields=["siren"]), "schema.foreign_key.fields", {}),
        (ENGAGEMENT, reference(fields=["siren", "nom"]), "schema.foreign_key.not_key", {}),
        (PACKAGE, top(sources=[]), "schema.package.missing", {"what": "sources"}),
        (PACKAGE, top(licenses=[]), "schema.package.missing", {"what": "licenses"}),
        (PACKAGE, top(version="9.0.0"), "schema.changelog", {"version": "9.0.0"}),
        (PACKAGE, lambda data: data["resources"][-1].pop("title"), "schema.codes.untitled", {}),
    ],
)
def test_a_planted_fault_is_found_at_a_line_of_its_file(copy, name, change, code, params):
    path = copy.edit(name, change)
    found = [fault for fault in lint(copy.domains()) if fault.code == code]
    assert any(params.items() <= fault.params.items() for fault in found)
    where = {(fault.at.file, fault.at.line > 0) for fault in found}
    assert (str(path), True) in where or code in ("schema.field.inconsistent", "schema.field.partial_date")


def test_a_fault_stands_where_the_field_says_it(copy):
    path = copy.edit("compta/ecriture.json", field("debit", example="abc"))
    (fault,) = lint(copy.domains())
    assert path.read_text("utf-8").splitlines()[fault.at.line - 1].strip() == '"example": "abc",'


def test_a_reference_table_needs_no_siren(copy):
    copy.edit("compta/ecriture.json", top(primaryKey=["date_cloture"], collecdata={"reference": True}))
    assert lint(copy.domains()) == []


def test_a_foreign_key_between_types_is_found(copy):
    copy.edit("compta/tiers.json", field("id_tiers", type="integer", constraints={"minLength": None}))
    assert "schema.foreign_key.type" in {fault.code for fault in lint(copy.domains())}


@pytest.mark.parametrize(
    ("row", "code", "params"),
    [
        ("x,,Def,,,Src", "schema.codes.missing", {"what": "libelle", "value": "x"}),
        ("x,Lib,,,,Src", "schema.codes.missing", {"what": "definition"}),
        ("x,Lib,Def,,,", "schema.codes.missing", {"what": "source"}),
        ("x,Lib,Def,2021-01-01,2020-01-01,Src", "schema.codes.dates", {}),
        ("x,Recette,Def,,,Src", "schema.codes.same_label", {"label": "Recette"}),
    ],
)
def test_a_planted_fault_of_a_code_list_is_found_at_its_line(copy, row, code, params):
    path = copy.schemas / "compta/codes/sens.csv"
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    (fault,) = lint(copy.domains())
    assert (fault.code, fault.at.file, fault.at.line) == (code, str(path), 4)
    assert params.items() <= fault.params.items()


def test_a_list_that_no_field_uses_is_found(copy):
    copy.edit("compta/commande_ligne.json", field("etat_commande", collecdata={"vocabulaire": None}))
    assert [(fault.code, fault.params["codes"]) for fault in lint(copy.domains())] == [
        ("schema.codes.unused", "compta.etat_commande")
    ]


def test_a_file_that_the_package_does_not_list_is_found(copy):
    (copy.schemas / "compta/brouillon.json").write_text("{}")
    (copy.schemas / "compta/codes/vieux.csv").write_text("")
    found = [(fault.code, fault.params["path"]) for fault in lint(copy.domains())]
    assert found == [("schema.package.unlisted", "brouillon.json"), ("schema.package.unlisted", "codes/vieux.csv")]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_a_domain_without_its_pages_is_found(copy, name):
    (copy.schemas / "compta" / name).unlink()
    assert [(fault.code, fault.params["what"]) for fault in lint(copy.domains())] == [("schema.package.missing", name)]


def test_a_version_named_in_passing_is_not_in_the_changelog(copy):
    version = domain.load(copy.schemas / "compta").version
    copy.replace("compta/CHANGELOG.md", f"## {version}", f"## À venir\n\nAprès {version}.")
    assert [fault.code for fault in lint(copy.domains())] == ["schema.changelog"]


def test_a_domain_that_cannot_be_read_is_told_with_the_faults_of_the_others(copy):
    copy.replace("compta/ecriture.json", '"type": "number"', '"type": "float"')
    copy.replace("compta/ecriture.json", '"type": "date"', '"type": "jour"')
    copy.edit("commun/document.json", field("taille", title=None))
    found = lint_folders(copy.schemas / name for name in ("commun", "compta"))
    codes = [fault.code for fault in found if fault.code != "schema.codes.unused"]  # other domains use those
    assert codes == ["schema.invalid", "schema.invalid", "schema.field.missing"]


def test_both_ways_of_asking_find_the_same(copy, monkeypatch):
    copy.replace("compta/ecriture.json", '"type": "number"', '"type": "float"')
    copy.edit("commun/document.json", field("siren", title="Autre titre"))
    monkeypatch.setattr(resources, "built_in", lambda: copy.schemas.parent)
    found = [str(fault.at) + fault.code for fault in api.schema_lint()]
    assert found == [str(fault.at) + fault.code for fault in api.schema_lint(copy.schemas)]
    assert {"schema.invalid", "schema.field.inconsistent"} <= {fault.code for fault in api.schema_lint()}
