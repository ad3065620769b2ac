"""One canonical field of a mapping: its source, its steps, the conditions it may ask. Version 1 of the language.

Every scalar arrives as a string (the loader never guesses types); pydantic gives the few flags and numbers their
type. Descriptions are French: they are the reference page and the editor's help.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = [
    "SOURCES", "Case", "Condition", "DecimalMark", "FieldMap", "Map", "ParamMap", "SignPlace", "Split", "Step",
    "Strict", "Where", "Words", "one_source",
]  # fmt: skip


class Strict(BaseModel):
    """Unknown keys are errors; instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)


def _listed(value: Any) -> Any:  # noqa: ANN401
    return [value] if isinstance(value, str) else value


_WORDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Words = Annotated[tuple[str, ...], BeforeValidator(_listed), WithJsonSchema(_WORDS)]
"""A list of texts; a bare text in YAML is a list of one."""

DecimalMark = Literal[",", "."]
SignPlace = Literal["leading", "trailing", "either", "parentheses"]
SOURCES = ("from", "concat", "first_of", "case", "const", "param", "fact", "ordinal")
"""Where the text of a field comes from: exactly one of these keys."""


def one_source(given: BaseModel, names: tuple[str, ...]) -> None:
    """Refuse none or several of the keys `names`. Raises `PydanticCustomError` of type `adapter.one_source`."""
    by_key = {field.alias or name: getattr(given, name) for name, field in type(given).model_fields.items()}
    found = [name for name in names if by_key[name] not in (None, False)]
    if len(found) != 1:
        raise PydanticCustomError(
            "adapter.one_source",
            "exactly one of {expected}; found {found}",
            {"expected": ", ".join(names), "found": ", ".join(found)},
        )


class Split(Strict):
    """The piece number `index` of a cell cut at `sep`."""

    sep: str = Field(min_length=1, description="Texte qui sépare les morceaux de la cellule.")
    index: int = Field(description="Rang du morceau gardé, à partir de 0 ; -1 est le dernier. Absent : cellule vide.")


class ParamMap(Strict):
    """A table given as a parameter: source value to canonical value."""

    param: str = Field(description="Nom d'un paramètre de type `table` : valeur de la source vers valeur canonique.")


def _map_form(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, ParamMap) or (isinstance(value, dict) and set(value) == {"param"}):
        return "map:param"
    return "map:inline" if isinstance(value, dict) else "map:file"


Map = Annotated[
    Annotated[dict[str, str], Tag("map:inline")]
    | Annotated[ParamMap, Tag("map:param")]
    | Annotated[str, Tag("map:file")],
    Discriminator(_map_form),
]
"""Inline table, parameter table, or path of a CSV of the folder (columns `source`, `canonique`, others ignored)."""


class Condition(Strict):
    """A test of one column, on its trimmed text; a bare text or list in YAML is `in`. All the keys given must hold."""

    in_: Words | None = Field(None, alias="in", description="La cellule est l'une de ces valeurs.")
    not_: Words | None = Field(None, alias="not", description="La cellule n'est aucune de ces valeurs.")
    empty: bool | None = Field(None, description="`true` : la cellule est vide ; `false` : elle ne l'est pas.")
    matches: str | None = Field(
        None, description="Expression régulière RE2 trouvée dans la cellule (`^` et `$` pour la cellule entière)."
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401
        return {"in": value} if isinstance(value, str | list) else value

    @model_validator(mode="after")
    def _some_test(self) -> Condition:
        if not self.model_fields_set:
            raise PydanticCustomError("adapter.empty_condition", "a condition that tests nothing")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # noqa: ANN401
        return {"anyOf": [*_WORDS["anyOf"], handler.resolve_ref_schema(handler(core))]}


Where = dict[str, Condition]
"""Column to condition; all must hold."""


class Step(Strict):
    """The steps of a text, in this fixed order whatever the order written (trim and NFC come first)."""

    null: Words = Field((), description="Textes qui veulent dire « vide », en plus de ceux de l'entrée.")
    strip: str | None = Field(None, description="Caractères ôtés aux deux bouts de la cellule, par exemple `%`.")
    extract: str | None = Field(
        None, description="Expression régulière RE2 à un seul groupe, gardé seul ; sans correspondance, cellule vide."
    )
    split: Split | None = Field(None, description='Garde un morceau de la cellule : `{sep: "/", index: 0}`.')
    replace: dict[str, str] | None = Field(
        None, description="Textes remplacés, dans l'ordre écrit, où qu'ils soient dans la cellule."
    )
    letter_case: Literal["upper", "lower"] | None = Field(None, description="Met en capitales ou en minuscules.")
    pad: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*$")] | None = Field(
        None, description="Largeur : un texte fait de chiffres est complété à gauche par des zéros."
    )
    fingerprint: bool = Field(
        default=False,
        description=(
            "Remplace le texte par son empreinte, la même partout : un identifiant pour ce qui n'en a pas "
            "(vingt chiffres hexadécimaux, début de son SHA-256)."
        ),
    )
    map: Map | None = Field(
        None,
        description=(
            "Table de correspondance, de la source vers la valeur canonique : écrite ici, chemin d'un CSV du dossier "
            "(colonnes `source` et `canonique`) ou `{param: nom}`. Une valeur canonique vide veut dire « rien »."
        ),
    )
    date: Words | None = Field(
        None, description="Formats de date essayés dans l'ordre (`%d/%m/%Y`) ; par défaut ceux de l'entrée."
    )
    decimal: DecimalMark | None = Field(None, description="Séparateur décimal ; par défaut celui de l'entrée.")
    thousands: Words | None = Field(
        None, description="Séparateurs admis entre groupes de trois chiffres ; par défaut ceux de l'entrée."
    )
    sign: SignPlace | None = Field(None, description="Place du signe ; par défaut celle de l'entrée.")
    scale: int | None = Field(
        None, ge=0, le=18, description="Décimales sous-entendues : `12345` avec `scale: 2` vaut 123,45."
    )
    true: Words = Field((), description="Textes qui veulent dire « oui » ; par défaut ceux de l'entrée.")
    false: Words = Field((), description="Textes qui veulent dire « non » ; par défaut ceux de l'entrée.")
    negative_when: Where | None = Field(
        None, description="Le nombre change de signe quand toutes ces conditions tiennent."
    )
    default: str | None = Field(None, description="Valeur canonique d'une cellule vide.")
    otherwise: str | None = Field(
        None, description="Valeur canonique d'un code absent de `map` ; il reste compté et signalé."
    )


class Case(Strict):
    """One branch: the source `then` when every condition holds."""

    when: Where = Field(min_length=1, description="Conditions de la branche, par colonne ; toutes doivent tenir.")
    then: FieldMap = Field(description="Source de la valeur dans ce cas, avec ses étapes.")


class FieldMap(Step):
    """One canonical field: exactly one source, then the steps. A bare text in YAML is `from`."""

    from_: str | None = Field(
        None,
        alias="from",
        description=(
            "Colonne de l'entrée ; `alias.Colonne` d'une jointure. Formats imbriqués : `Ancêtre/Colonne` ; `_rang`, la "
            "place de l'élément parmi ceux de son parent (`Ancêtre/_rang`, celle d'un ancêtre) ; `_id`, sa place dans "
            "le fichier."
        ),
    )
    verbatim: bool = Field(
        default=False,
        description=(
            "`true` : la cellule de `from` est gardée caractère pour caractère, blancs de bord compris, sans passer à "
            "la forme NFC."
        ),
    )
    concat: Words | None = Field(None, description="Colonnes mises bout à bout ; les cellules vides sont sautées.")
    sep: str = Field("", description="Texte mis entre les morceaux de `concat`.")
    first_of: Words | None = Field(None, description="Première colonne non vide de la liste.")
    case: tuple[Case, ...] | None = Field(
        None, min_length=1, description="Première branche dont les conditions tiennent ; aucune : cellule vide."
    )
    const: str | None = Field(None, description="Valeur canonique, la même partout.")
    param: str | None = Field(None, description="Valeur d'un paramètre déclaré dans `params`.")
    fact: str | None = Field(
        None, description="Ce que l'on sait du fichier : groupe de `name_pattern`, feuille, producteur, version."
    )
    ordinal: bool | None = Field(
        None,
        description=(
            "`true` : rang parmi les lignes faites de la même cellule (`unpivot`, `explode`), sinon dans le parent "
            "(formats imbriqués), sinon numéro de ligne du fichier."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> FieldMap:
        one_source(self, SOURCES)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # noqa: ANN401
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core))]}


Case.model_rebuild()
