"""PES files: keys are keys of real files, and every element of them has a home."""

from __future__ import annotations

from collections import Counter

import pytest

from .conftest import PES, children, name, root_of, value

STRUCTURE = {
    *("Signature", "Contenu", "Fichier"),
    *("SignedInfo", "SignatureValue", "KeyInfo", "Object"),
}
"""Signatures are not carried (a field says that there is one); the bytes of attachments go to `documents/`."""

SLIP = ("Exer", "TypBord", "IdBord")


def leaves(element, path=()):
    """Give the path of each leaf that holds a value, signatures left out."""
    for child in children(element):
        if name(child) in STRUCTURE:
            continue
        here = (*path, name(child))
        if child.get("V") is not None:
            yield here
        yield from leaves(child, here)


@pytest.mark.parametrize("file", PES)
def test_every_element_has_a_home(shared, catalogue, file):
    sources = " ".join(field.source for table in catalogue.tables.values() for field in table.fields)
    words = set(sources.replace("/", " ").replace(",", " ").replace("@", " ").replace(";", " ").split())
    for path in leaves(root_of(shared / "compta" / "pes" / file)):
        assert path[-1] in words, "/".join(path)


@pytest.mark.parametrize("file", [file for file in PES if "ACQUIT" not in file])
def test_slips_pieces_and_lines_have_their_keys(shared, file):
    keys = Counter()
    for slip in root_of(shared / "compta" / "pes" / file).iter("Bordereau"):
        slip_key = tuple(value(slip, f"BlocBordereau/{tag}") for tag in SLIP)
        keys[slip_key] += 1
        for piece in slip.iter("Piece"):
            piece_key = (*slip_key, next(piece.iter("IdPce")).get("V"))
            keys[piece_key] += 1
            for line in piece.iter("LigneDePiece"):
                keys[(*piece_key, next(line.iter("IdLigne")).get("V"))] += 1
                assert all(keys)
    assert keys
    assert set(keys.values()) == {1}


def test_documents_that_a_piece_cites_have_their_key(shared):
    for file in PES:
        for block in ("InfoPce", "BlocPiece", "InfoLignePce", "InfoLignePiece"):
            for piece in root_of(shared / "compta" / "pes" / file).iter(block):
                cited = Counter(value(reference, "IdUnique") for reference in piece.findall("PJRef"))
                assert max(cited.values(), default=1) == 1


def test_what_is_acknowledged_has_a_rank_for_key_as_a_slip_and_its_attachments_come_together(shared):
    root = root_of(shared / "compta" / "pes" / "pastell_ACQUIT_PESALR2.xml")
    elements = list(root.iter("ElementACQUIT"))
    assert len(elements) == 5
    assert [value(element, "NumBord") for element in elements] == ["1847", None, None, None, None]
