"""The language of the way out, version 1, as types: what an `export.yaml` may say.

Canonical tables in, the files that a product imports out: the adapter language the other way round.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from collecdata.catalogue.language import Heading, Slug
from collecdata.catalogue.steps import DecimalMark, Map, Strict, Where, Words, one_source

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COLUMN_SOURCES", "Export", "ExportCase", "ExportColumn", "ExportFile", "ExportLookup", "ExportZone", "FileOptions",
    "XmlLayout", "date_placeholders", "file_name", "placeholders",
]  # fmt: skip

COLUMN_SOURCES = ("from", "concat", "first_of", "case", "const", "param", "first_in", "count")
"""Where the text of a column comes from: exactly one of these keys."""


class FileOptions(Strict):
    """How the text is written."""

    delimiter: str = Field(";", min_length=1, max_length=1, description="Séparateur de colonnes (`csv`).")
    encoding: str = Field(
        "utf-8",
        description="Codage des caractères : `utf-8`, `utf-8-sig`, `cp1252`, `iso8859-15` ; `iso5426` (`iso2709`).",
    )
    line_end: Literal["\r\n", "\n", "\r"] = Field("\r\n", description="Fin de ligne.")
    quote: Literal["none", "minimal", "all"] = Field(
        "minimal",
        description=(
            "Guillemets : `none` (un texte qui contient le séparateur fait rejeter la ligne), `minimal` (là où il en "
            "faut), `all`."
        ),
    )
    header: bool = Field(default=True, description="Écrire les noms de colonnes en première ligne.")
    replace: dict[Annotated[str, StringConstraints(min_length=1)], str] = Field(
        default_factory=dict,
        description=(
            "Textes remplacés dans les cellules, pour un format qui ne peut pas les contenir (`csv`) ; chaque cellule "
            "changée est signalée."
        ),
    )


class XmlLayout(Strict):
    """The shape of an XML file; its leaves are the `columns`, named by their path (`Piece/BlocPiece/IdPce`)."""

    root: str = Field(description="Nom de l'élément racine, avec son préfixe s'il en a un.")
    namespaces: dict[str, str] = Field(
        default_factory=dict, description="Espaces de noms déclarés à la racine : préfixe, puis adresse."
    )
    attribute: str | None = Field(
        None, description='Attribut qui porte les valeurs (`<Exer V="2025"/>`) ; par défaut le texte de l\'élément.'
    )
    repeat: dict[str, Words] = Field(
        min_length=1,
        description=(
            "Éléments répétés, du plus grand au plus petit, chacun dans le précédent : chemin (le premier depuis la "
            "racine, les autres depuis le précédent), puis champs qui distinguent deux éléments qui se suivent. Une "
            "colonne dont le chemin commence par le nom de l'un d'eux est dans lui ; les autres sont dans la racine."
        ),
    )


class ExportLookup(Strict):
    """Many to one: fields of another canonical table, `alias.champ`, found by its primary key."""

    from_: str = Field(alias="from", description="Table canonique qui porte les champs ajoutés.")
    on: dict[str, str] = Field(
        min_length=1,
        description=(
            "Champs de la clé : ici (ou `alias.champ` d'une jointure écrite plus haut), puis là-bas ; avec ceux de "
            "`where`, la clé primaire entière."
        ),
    )
    where: dict[str, str] = Field(
        default_factory=dict,
        description=(
            'Champs de la clé, là-bas, dont la valeur est toujours la même (`participant_role: defunt`, `rang: "1"`).'
        ),
    )

    @property
    def key(self) -> tuple[str, ...]:
        """Every field of the key, there."""
        return (*self.on.values(), *self.where)


class ExportCase(Strict):
    """One branch of a column: the source `then` when every condition holds."""

    when: Where = Field(min_length=1, description="Conditions de la branche, par champ ; toutes doivent tenir.")
    then: ExportColumn = Field(description="Ce qui est écrit dans ce cas.")


class ExportColumn(Strict):
    """One column of the file: exactly one source, then how it is written. A bare text in YAML is `from`."""

    from_: str | None = Field(None, alias="from", description="Champ canonique ; `alias.champ` d'une jointure.")
    concat: Words | None = Field(None, description="Champs mis bout à bout ; les champs vides sont sautés.")
    sep: str = Field("", description="Texte mis entre les morceaux de `concat`.")
    first_of: Words | None = Field(None, description="Premier champ non vide de la liste.")
    case: tuple[ExportCase, ...] | None = Field(
        None, min_length=1, description="Première branche dont les conditions tiennent ; aucune : cellule vide."
    )
    const: str | None = Field(None, description="Texte, le même partout ; vide : la colonne reste vide.")
    param: str | None = Field(None, description="Valeur d'un paramètre déclaré dans `params`.")
    first_in: Words | None = Field(
        None,
        description=(
            "« Oui » (`true`) pour la première des lignes du fichier qui se suivent avec les mêmes valeurs de ces "
            "champs, « non » (`false`) pour les autres."
        ),
    )
    count: Words | None = Field(
        None,
        min_length=1,
        description=(
            "Nombre de lignes qui ont le même texte dans ces colonnes du fichier : une seule est écrite, la première "
            "(`csv`, `fixed`)."
        ),
    )
    at_least: str | None = Field(
        None,
        description="Avec `count` : paramètre (`integer`) au-dessous duquel la ligne n'est pas écrite (« filtrée »).",
    )
    extract: str | None = Field(
        None, description="Expression régulière RE2 à un seul groupe, gardé seul ; sans correspondance, cellule vide."
    )
    letter_case: Literal["upper", "lower", "title"] | None = Field(
        None, description="Met en capitales, en minuscules, ou une capitale au début de chaque mot (`Jean-Marie`)."
    )
    map: Map | None = Field(
        None,
        description=(
            "Table de correspondance, du code canonique vers celui du logiciel : écrite ici ou chemin d'un CSV du "
            "dossier (colonnes `canonique` et `source`). Un code absent est une anomalie, sauf `otherwise`."
        ),
    )
    otherwise: str | None = Field(None, description="Code écrit pour ceux que `map` ne connaît pas.")
    date: str | None = Field(
        None,
        description=(
            "Format des dates ; par défaut `%Y-%m-%d`. Le texte EDTF d'une date incomplète s'écrit de même, avec des "
            "zéros pour ce qui n'est pas connu (`00/00/1953`)."
        ),
    )
    decimal: DecimalMark | None = Field(None, description="Séparateur décimal ; par défaut le point.")
    true: str | None = Field(None, description="Texte de « oui » ; par défaut `true`.")
    false: str | None = Field(None, description="Texte de « non » ; par défaut `false`.")
    null: str = Field("", description="Texte d'une cellule vide.")
    required: bool = Field(
        default=False, description="Une cellule vide fait rejeter sa ligne : le logiciel ne la prendrait pas."
    )
    width: int | None = Field(None, ge=1, description="Largeur en caractères ; obligatoire pour `fixed`.")
    length: int | None = Field(
        None, ge=1, description="Longueur maximale en caractères, sans rien compléter (à la place de `width`)."
    )
    align: Literal["left", "right"] = Field("left", description="Côté où le texte est calé dans sa largeur.")
    fill: str = Field(" ", min_length=1, max_length=1, description="Caractère qui complète la largeur.")
    truncate: bool = Field(
        default=False,
        description="Couper un texte trop long, en le signalant ; sinon sa ligne est rejetée, jamais coupée.",
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> ExportColumn:
        one_source(self, COLUMN_SOURCES)
        if self.width is not None and self.length is not None:
            one_source(self, ("width", "length"))
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # noqa: ANN401
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core))]}

    @property
    def fields(self) -> tuple[str, ...]:
        """The canonical fields that its own text is made of; those of branches and of `first_in` apart."""
        return (*(() if self.from_ is None else (self.from_,)), *(self.concat or ()), *(self.first_of or ()))


ExportCase.model_rebuild()


class ExportZone(Strict):
    """Fields that records are given besides their own: one a row of another table (items)."""

    zone: str = Field(pattern=r"^[0-9A-Za-z]{3}$", description="Étiquette de la zone (`995`).")
    indicators: str = Field("  ", min_length=2, max_length=2, description="Indicateurs de la zone.")
    from_: str = Field(alias="from", description="Table canonique dont chaque ligne fait une zone.")
    where: Where = Field(default_factory=dict, description="Lignes écrites ; les autres sont comptées « filtrées ».")
    lookup: dict[str, ExportLookup] = Field(default_factory=dict, description="Jointures, comme celles d'un fichier.")
    notice: ExportColumn = Field(description="Identifiant de la notice qui reçoit la zone, comme la colonne `notice`.")
    columns: dict[Annotated[str, StringConstraints(pattern=r"^[!-~]$")], ExportColumn] = Field(
        min_length=1, description="Sous-zones, par leur code, dans l'ordre ; une cellule vide n'en fait pas."
    )

    @property
    def rows(self) -> ExportFile:
        """The same as a file of one column a subfield, after that of the record."""
        columns = {"notice": self.notice, **self.columns}
        return ExportFile(name="zone", from_=self.from_, where=self.where, lookup=self.lookup, columns=columns)


class ExportFile(Strict):
    """One file, or one a group of rows."""

    name: str = Field(
        min_length=1,
        description=(
            "Nom du fichier ; `{champ}` y met un paramètre ou un champ de `group_by`, `{champ:%Y%m%d}` une date dans "
            "ce format. `/` y sépare des dossiers."
        ),
    )
    from_: str = Field(alias="from", description="Table canonique lue, `domaine.table`.")
    group_by: Words = Field((), description="Champs dont chaque combinaison de valeurs fait un fichier.")
    where: Where = Field(default_factory=dict, description="Lignes écrites ; les autres sont comptées « filtrées ».")
    lookup: dict[str, ExportLookup] = Field(
        default_factory=dict,
        description="Jointures : alias, puis où chercher ; sans cette table, ou sans ligne trouvée, champs vides.",
    )
    sort: Words = Field((), description="Champs de tri ; par défaut l'ordre de la table.")
    last_of: Words = Field(
        (),
        description=(
            "Après le tri, une seule ligne par combinaison de ces champs, la dernière (la plus récente situation d'un "
            "agent) ; les autres sont comptées « filtrées »."
        ),
    )
    writer: Literal["csv", "fixed", "xml", "iso2709", "marcxml"] = Field(
        "csv",
        description=(
            "Texte séparé (`csv`), de largeur fixe (`fixed`), éléments XML (`xml`), notices de bibliothèque "
            "(`iso2709`, `marcxml`)."
        ),
    )
    options: FileOptions = Field(default_factory=FileOptions, description="Écriture du texte.")
    xml: XmlLayout | None = Field(None, description="Forme du fichier XML ; obligatoire pour `xml`.")
    zones: tuple[ExportZone, ...] = Field(
        (),
        description=(
            "Zones ajoutées à la fin de chaque notice, une par ligne d'une autre table : les exemplaires, là où le "
            "logiciel qui importe les attend (`iso2709`, `marcxml`)."
        ),
    )
    columns: dict[str, ExportColumn] = Field(
        min_length=1, description="Colonnes du fichier, dans l'ordre ; pour `xml`, ses feuilles, par leur chemin."
    )

    @property
    def counted(self) -> tuple[str, ExportColumn] | None:
        """The column that counts rows, with its name; None where each row is written."""
        return next(((name, column) for name, column in self.columns.items() if column.count), None)

    @field_validator("name")
    @classmethod
    def _braces(cls, name: str) -> str:
        try:
            placeholders(name)
        except ValueError as error:
            raise PydanticCustomError("adapter.bad_braces", "braces that are not paired") from error
        return name


class Export(Heading):
    """Canonical tables, to the layout that one product imports."""

    export: Literal["1"] = Field(description="Version du langage : `1`.")
    extends: Slug | None = Field(None, description="Sortie reprise, dont celle-ci ne redit que ce qui change.")
    files: tuple[ExportFile, ...] = Field(min_length=1, description="Fichiers écrits.")


def placeholders(name: str) -> tuple[str, ...]:
    """Return the names between braces. Raises `ValueError` when braces are not paired.

    >>> placeholders("{siren}FEC{date_cloture:%Y%m%d}.txt")
    ('siren', 'date_cloture')
    """
    return tuple(field for _, field, _, _ in string.Formatter().parse(name) if field is not None)


def date_placeholders(name: str) -> dict[str, str]:
    """Return the date format of each name between braces that has one.

    >>> date_placeholders("{siren}FEC{date_cloture:%Y%m%d}.txt")
    {'date_cloture': '%Y%m%d'}
    """
    return {field: spec for _, field, spec, _ in string.Formatter().parse(name) if field and spec}


def file_name(name: str, values: Mapping[str, str | int | dt.date | None]) -> str:
    """Return the name of one file; what no file name may hold becomes `_`, and no value leads out of its folder.

    >>> file_name("{siren}FEC{cloture:%Y%m%d}.txt", {"siren": "123456782", "cloture": dt.date(2024, 12, 31)})
    '123456782FEC20241231.txt'
    >>> file_name("{journal}.csv", {"journal": "../A:B"})
    '.._A_B.csv'
    >>> file_name("{siren}/ecritures.txt", {"siren": ".."})
    '_/ecritures.txt'
    """
    parts = []
    for text, field, spec, _ in string.Formatter().parse(name):
        value = values[field] if field is not None else None
        shown = value.strftime(spec) if isinstance(value, dt.date) and spec else "" if value is None else str(value)
        parts += [text, re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", shown)]
    return "/".join(part if part.strip(".") else "_" for part in "".join(parts).split("/"))
