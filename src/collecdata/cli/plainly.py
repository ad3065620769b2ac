"""A plain command line read without Typer: importing that takes longer than to judge or convert a small file.

What is not plain (another verb, help, an abbreviation, any mistake) is left to Typer. A test holds the options to those
it knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Made = Callable[[str], Any]

__all__ = ["VERBS", "Verb", "plain_options"]


class Verb(NamedTuple):
    """What one verb may be told.

    Attributes:
        files: the parameter that its files go to, and what each is made.
        takes: options that take a word, and what it is made; a word that cannot be (`ValueError`) is a mistake.
        flags: those that take none, the parameter that each goes to, and what it says there.
        repeated: those of the first that may be given several times.
        needed: parameters without which a command line is a mistake.
    """

    files: tuple[str, Made]
    takes: Mapping[str, Made]
    flags: Mapping[str, tuple[str, bool]]
    repeated: frozenset[str]
    needed: str


VERBS = {
    "convert": Verb(
        ("dumps", str),
        {
            "--to": str, "--adapter": str, "--siren": str, "--param": str, "--lots": Path, "--attendus": Path,
            "--layout": str, "--confidentialite-max": ("0", "1", "2", "3", "4").index, "--cle": Path,
            "--identifiants": Path, "--jobs": str, "--engine": str, "--scheduler": str, "--adapters": Path,
            "--lang": str,
        },
        {
            "--publiable": ("publiable", True), "--registre-annuel": ("registre_annuel", True),
            "--documents": ("documents", True), "--confidentiel": ("confidentiel", True), "--resume": ("resume", True),
            "--json": ("json", True),
        },
        frozenset({"--param", "--adapters"}),
        "to",
    ),
    "validate": Verb(
        ("data", Path),
        {
            "--schema": str, "--format": str, "--output": Path, "--header": str, "--fail-on": str, "--baseline": Path,
            "--max-errors": int, "--rules": str, "--at": str, "--encoding": str, "--delimiter": str, "--sheet": str,
            "--adapters": Path, "--lang": str,
        },
        {
            "--redact": ("redact", True), "--no-redact": ("redact", False), "--publiable": ("publiable", True),
            "--registre-annuel": ("registre_annuel", True),
        },
        frozenset({"--rules", "--adapters"}),
        "data",
    ),
}  # fmt: skip


def plain_options(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what the verb of `collecdata.cli.verbs` is given; None for others, and where Typer has to look.

    >>> plain_options(["validate", "a.csv", "--schema", "scdl/subventions"])
    {'data': [PosixPath('a.csv')], 'schema': 'scdl/subventions'}
    >>> plain_options(["convert", "a.csv", "--to=out", "--json"])
    {'dumps': ['a.csv'], 'to': 'out', 'json': True}
    >>> plain_options(["convert", "--help"]), plain_options(["detect", "a.csv"])
    (None, None)
    """
    verb = VERBS.get(words[0]) if words else None
    if verb is None:
        return None
    files: list[Any] = []
    found: dict[str, Any] = {verb.files[0]: files}
    rest = iter(words[1:])
    for word in rest:
        if not word.startswith("-"):
            files.append(verb.files[1](word))
        elif word in verb.flags:
            key, said = verb.flags[word]
            found[key] = said
        else:
            name, equals, value = word.partition("=")
            value = value if equals else next(rest, "")
            if name not in verb.takes or not value or value.startswith("-"):
                return None
            try:
                made = verb.takes[name](value)
            except ValueError:
                return None
            key = name[2:].replace("-", "_")
            found[key] = [*found.get(key, ()), made] if name in verb.repeated else made
    return found if found.get(verb.needed) else None
