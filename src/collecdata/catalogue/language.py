"""The mapping language, version 1, as types: what an `adapter.yaml` may say.

No expressions, no arithmetic, no intermediate names: what a mapping cannot say belongs in a reader or in a domain
rule. The cells (sources, steps, conditions) are in `collecdata.catalogue.steps`, and exported from here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PrivateAttr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from collecdata.catalogue.steps import (
    Case,
    Condition,
    DecimalMark,
    FieldMap,
    Map,
    ParamMap,
    SignPlace,
    Split,
    Step,
    Strict,
    Where,
    Words,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

__all__ = [
    "Adapter", "Case", "Condition", "Dedupe", "Detect", "Evidence", "Explode", "FieldMap", "Heading", "Input",
    "Lookup", "Map", "Output", "Param", "ParamMap", "Split", "Step", "Unpivot", "Vendor", "Where",
]  # fmt: skip

Evidence = Literal["verified", "spec", "derived", "draft"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Semver = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Vendor(Strict):
    """Whose product the layout belongs to; absent for statutory formats."""

    name: str = Field(description="Nom de l'éditeur.")
    product: str = Field("", description="Nom du logiciel.")
    versions: Words = Field((), description="Versions du logiciel dont un fichier a été vu.")


class Param(Strict):
    """What the run must be told when the file does not say it."""

    title: str = Field(description="Ce qui est demandé, en une phrase lisible par la personne qui convertit.")
    type: Literal["text", "siren", "siret", "date", "integer", "table"] = Field(
        "text", description="Forme attendue ; `table` : des paires valeur de la source, valeur canonique."
    )
    required: bool = Field(default=False, description="Sans lui (ni `fact`, ni `default`), la conversion est refusée.")
    default: str | None = Field(None, description="Valeur quand ni l'appelant ni le fichier ne la donnent.")
    fact: str | None = Field(
        None,
        description=(
            "Fait du fichier qui donne la valeur quand l'appelant ne la donne pas. S'ils diffèrent, c'est une anomalie."
        ),
    )

    def resolve(self, given: str | None, facts: Mapping[str, str]) -> str | None:
        """Return the value of a parameter that is no table: what the run says, else the file, else the default.

        >>> siren = Param(title="SIREN", type="siren", fact="siren")
        >>> siren.resolve(None, {"siren": "000000001"}), siren.resolve("111111111", {"siren": "000000001"})
        ('000000001', '111111111')
        """
        return given if given is not None else (self.fact and facts.get(self.fact)) or self.default


class Detect(Strict):
    """How a file is recognised; everything given must hold, except `name_pattern`, which only names facts."""

    name: str = Field("*", description="Motif du nom de fichier, avec `*` et `?`, sans égard aux capitales.")
    name_pattern: str | None = Field(
        None,
        description=(
            "Expression régulière à groupes nommés `(?P<siren>…)` cherchée dans le nom du fichier : chaque groupe "
            "trouvé est un fait du fichier. Un nom qui n'y répond pas n'écarte pas le fichier."
        ),
    )
    header: Words = Field((), description="Colonnes qui doivent être là (sous leur nom ou l'un de leurs `aliases`).")
    columns_count: tuple[int, ...] = Field((), description="Nombres de colonnes possibles (fichiers sans en-tête).")
    facts: dict[str, str] = Field(
        default_factory=dict, description="Faits que le lecteur doit trouver, chacun avec sa valeur ou un motif `*`."
    )
    starts: str | None = Field(
        None, description="Premiers caractères du fichier (la signature d'un format sans en-tête)."
    )
    record_set: str | None = Field(None, description="Jeu d'enregistrements où chercher `header` (formats imbriqués).")


class Lookup(Strict):
    """Many to one: columns of another input, `alias.Column`, found by `on` (here: there).

    In nested formats, `on: {_id: _parent}` finds the one element of another record set that this one holds.
    """

    from_: str = Field(alias="from", description="Entrée qui porte les colonnes ajoutées.")
    record_set: str = Field("", description="Jeu d'enregistrements de cette entrée (formats imbriqués).")
    on: dict[str, str] = Field(
        min_length=1,
        description=(
            "Colonnes de la clé : ici, puis là-bas. `{_id: _parent}` (formats imbriqués) : l'élément de ce jeu "
            "d'enregistrements que celui-ci contient."
        ),
    )
    where: Where = Field(default_factory=dict, description="Lignes de cette entrée à retenir.")
    drop: bool = Field(
        default=False,
        description="Les lignes que la clé trouve là-bas sont filtrées (une liste d'oppositions), sans rien joindre.",
    )


class Unpivot(Strict):
    """One row for each of `columns`: its name in column `name`, its cell in column `value`."""

    columns: Words = Field(min_length=1, description="Colonnes à mettre en lignes.")
    name: str = Field(description="Colonne créée, qui reçoit le nom de la colonne d'origine.")
    value: str = Field(description="Colonne créée, qui reçoit la cellule.")
    drop_empty: bool = Field(default=True, description="Les cellules vides ne font pas de ligne.")
    beside: dict[str, Words] = Field(
        default_factory=dict,
        description=(
            "Pour une colonne de la liste, celles qui, remplies, font une ligne même quand elle est vide (les prénoms "
            "de quelqu'un dont le nom manque)."
        ),
    )
    drop: Words = Field((), description="Textes dont la cellule ne fait pas de ligne (un code qui dit « rien »).")

    @model_validator(mode="after")
    def _beside_columns(self) -> Unpivot:
        if stray := ", ".join(name for name in self.beside if name not in self.columns):
            raise PydanticCustomError("adapter.unpivot_beside", "{column} is not among the columns", {"column": stray})
        return self


class Explode(Strict):
    """One row for each piece of a cell; the piece replaces the cell."""

    column: str = Field(description="Colonne dont la cellule est découpée.")
    sep: str = Field(min_length=1, description="Texte qui sépare les morceaux.")


class Dedupe(Strict):
    """One row for each `key` (fields of the output), over the whole lot; with `changes`, one for each change."""

    key: Words = Field(min_length=1, description="Champs canoniques qui, ensemble, ne doivent paraître qu'une fois.")
    keep: Literal["first", "last", "changes"] = Field(
        "first",
        description=(
            "Ligne gardée : la première ou la dernière. `changes` : celles qui disent autre chose que la précédente de "
            "la même clé, dans l'ordre du champ `by` (des fichiers mensuels font ainsi un historique)."
        ),
    )
    by: str = Field("", description="Avec `changes` : le champ qui dit l'ordre ; il ne compte pas comme un changement.")

    @model_validator(mode="after")
    def _ordered(self) -> Dedupe:
        if (self.keep == "changes") != bool(self.by):
            raise PydanticCustomError("adapter.dedupe_by", "`by` goes with `keep: changes`, and with nothing else")
        return self


SHARED = ("columns", "optional", "decimal", "date", "true", "false")
"""Keys of an input that a reader may take as options (a spreadsheet renders its numbers and dates with them)."""


class Input(Strict):
    """One kind of file of the dump."""

    title: str = Field("", description="Nom de cet export, tel que le logiciel l'appelle.")
    detect: Detect = Field(default_factory=Detect, description="Comment reconnaître le fichier.")
    reader: Words = Field(min_length=1, description="Lecteurs possibles, dans l'ordre d'essai : `[excel, csv]`.")
    options: dict[str, Any] = Field(
        default_factory=dict, description="Options du lecteur ; chaque lecteur prend celles qu'il connaît."
    )
    decimal: DecimalMark = Field(".", description="Séparateur décimal des nombres.")
    thousands: Words = Field(
        (" ", "\u00a0", "\u202f"), description="Séparateurs admis entre groupes de trois chiffres."
    )
    sign: SignPlace = Field("leading", description="Place du signe : devant, derrière, l'un ou l'autre, parenthèses.")
    date: Words = Field(("%Y-%m-%d",), description="Formats des dates, essayés dans l'ordre.")
    true: Words = Field(("true", "1"), description="Textes qui veulent dire « oui ».")
    false: Words = Field(("false", "0"), description="Textes qui veulent dire « non ».")
    null: Words = Field((), description="Textes qui veulent dire « vide » dans toutes les colonnes.")
    columns: Words = Field((), description="Noms des colonnes d'un fichier sans en-tête, dans l'ordre.")
    optional: Words = Field((), description="Colonnes utilisées qui peuvent manquer ; alors vides.")
    aliases: dict[str, Words] = Field(
        default_factory=dict, description="Autres écritures du nom d'une colonne dans le même format."
    )
    required: bool = Field(default=True, description="Sans cette entrée, le jeu de fichiers est incomplet.")
    _read: dict[type[BaseModel], tuple[BaseModel, str]] = PrivateAttr(default_factory=dict)

    def options_for(self, model: type[BaseModel]) -> dict[str, Any]:
        """Return what one reader takes: its own options, and what the input says once for all readers."""
        own = {key: value for key, value in self.options.items() if key in model.model_fields}
        told = {key for key in SHARED if key in model.model_fields and key in self.model_fields_set}
        return {key: getattr(self, key) for key in told} | own

    def reading(self, model: type[BaseModel]) -> tuple[BaseModel, str]:
        """Return the options of one reader, validated once whatever the number of files, and a text that says them."""
        if model not in self._read:
            options = model.model_validate(self.options_for(model))
            self._read[model] = options, options.model_dump_json()
        return self._read[model]


class Output(Strict):
    """One canonical table from one input (several outputs may feed one table).

    Whatever the order written: `where`, `lookup` (in the order written), `unpivot`, `explode`, `fields`, `dedupe`.
    """

    table: str = Field(description="Table canonique produite, `domaine.table`.")
    from_: str = Field(alias="from", description="Entrée lue.")
    record_set: str = Field("", description="Jeu d'enregistrements de l'entrée (formats imbriqués).")
    name: str = Field("", description="Distingue deux sorties de mêmes table et entrée, pour qui étend l'adaptateur.")
    where: Where = Field(
        default_factory=dict,
        description=(
            "Lignes de l'entrée retenues, par leurs propres colonnes, avant toute jointure ; les autres sont comptées "
            "« filtrées »."
        ),
    )
    lookup: dict[str, Lookup] = Field(
        default_factory=dict, description="Jointures : alias, puis où chercher ; une clé en double est une anomalie."
    )
    unpivot: Unpivot | None = Field(None, description="Une ligne par colonne d'une liste.")
    explode: Explode | None = Field(None, description="Une ligne par morceau d'une cellule.")
    dedupe: Dedupe | None = Field(None, description="Une seule ligne par clé.")
    fields: dict[str, FieldMap] = Field(description="Champs canoniques, chacun avec sa source et ses étapes.")
    ignore: Words = Field((), description="Colonnes laissées de côté exprès ; dire pourquoi en commentaire.")


class Heading(Strict):
    """What the way in and the way out say of themselves alike."""

    id: Slug = Field(description="Identifiant, le même que le nom du dossier : minuscules, chiffres, tirets.")
    version: Semver = Field(description="Version de l'adaptateur, `majeure.mineure.correctif`.")
    title: str = Field(description="Nom lisible.")
    vendor: Vendor | None = Field(None, description="Éditeur et logiciel ; absent pour un format réglementaire.")
    evidence: Evidence = Field(
        description=(
            "Sur quoi il repose : `verified` (fichier réel), `spec` (norme publique), `derived` (code public), `draft`."
        )
    )
    sources: Words = Field(min_length=1, description="D'où la disposition est connue : fichiers, textes, code.")
    params: dict[str, Param] = Field(default_factory=dict, description="Ce qu'il faut dire au moment de convertir.")


class Adapter(Heading):
    """One vendor export or statutory format, to canonical tables."""

    adapter: Literal["1"] = Field(description="Version du langage : `1`.")
    extends: Slug | None = Field(None, description="Adaptateur repris, dont celui-ci ne redit que ce qui change.")
    inputs: dict[str, Input] = Field(min_length=1, description="Fichiers attendus, par nom.")
    outputs: tuple[Output, ...] = Field(min_length=1, description="Tables produites.")
