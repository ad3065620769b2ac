"""What is taken of a catalogue: the same columns for every engine, in two tables."""

from __future__ import annotations

__all__ = ["EXEMPLAIRE", "JOINED", "NOTICE", "SEP"]

NOTICE = {
    "id_notice": "001", "document_type": "LDR/6", "niveau": "LDR/7", "codes": "100$a", "isbn": "010$a", "issn": "011$a",
    "ean": "073$a", "langue": "101$a", "pays": "102$a", "titre": "200$a", "complement": "200$e",
    "responsabilite": "200$f", "edition": "205$a", "lieu": "210$a", "editeur": "210$c", "publication": "210$d",
    "importance": "215$a", "format": "215$d", "collection": "225$a", "resume": "330$a", "dewey": "676$a",
    "auteur_nom": "700$a", "auteur_prenom": "700$b", "sujets": "606$a",
}  # fmt: skip
"""Column, and where it is in a record: its first occurrence, but for `JOINED`."""
EXEMPLAIRE = {
    "origine": "a", "proprietaire": "b", "depositaire": "c", "code_barres": "f", "cote": "k", "depot": "m",
    "etat": "o", "public": "q", "support": "r", "note": "u",
}  # fmt: skip
"""Column, and its subfield in 995; each row has the identifier of its record besides."""
JOINED, SEP = ("sujets",), " ; "
