"""A PES Aller (dépense) true to the structure of real ones, as large as is asked: bordereaux, pièces, lignes, tiers.

    python -m suite.generate.pes MEGABYTES PATH [MEGABYTES OF ATTACHMENTS]

In Latin-1, indented, with entities in names and labels; the totals that bordereaux declare are those of their lines.
"""

from __future__ import annotations

import base64
import gzip
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAMESPACE", "pes", "write"]

NAMESPACE = "http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller"
HEAD = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<n:PES_Aller xmlns:n="{NAMESPACE}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="PESALR2_BANC">
  <Enveloppe>
    <Parametres>
      <Version V="2"/>
      <TypFic V="PESALR2"/>
      <NomFic V="PESALR2_BANC"/>
    </Parametres>
    <Emetteur>
      <Sigle V="BANC"/>
      <Adresse V="GENERATEUR 1"/>
    </Emetteur>
  </Enveloppe>
  <EnTetePES>
    <DteStr V="2024-07-27"/>
    <IdPost V="061090"/>
    <IdColl V="12345678200010"/>
    <CodCol V="020"/>
    <CodBud V="00"/>
    <LibelleColBud V="BUDGET PRINCIPAL"/>
  </EnTetePES>
  <PES_DepenseAller>
    <EnTeteDepense>
      <IdVer V="2"/>
      <InfoDematerialisee V="0"/>
    </EnTeteDepense>
"""
BORDEREAU = """    <Bordereau Id="B{number}">
      <BlocBordereau>
        <Exer V="2024"/>
        <IdBord V="{number}"/>
        <DteBordEm V="2024-07-{day:02d}"/>
        <TypBord V="01"/>
        <NbrPce V="{pieces}"/>
        <MtCumulAnnuel V="{running}"/>
        <MtBordHT V="{total}"/>
      </BlocBordereau>
"""
PIECE = """      <Piece>
        <BlocPiece>
          <InfoPce>
            <IdPce V="{number}"/>
            <TypPce V="01"/>
            <NatPce V="0{nature}"/>
            <Obj V="F. n°{number} réglée &amp; soldée 062020"/>
            <PJRef>
              <Support V="01"/>
              <IdUnique V="12345678200010DEP{number:030d}"/>
              <NomPJ V="FACT {number}.PDF"/>
            </PJRef>
            <CarteAchatNiveau1>false</CarteAchatNiveau1>
          </InfoPce>
        </BlocPiece>
"""
LINE = """        <LigneDePiece>
          <BlocLignePiece>
            <InfoLignePce>
              <IdLigne V="{rank}"/>
              <Nature V="{nature}"/>
{function}              <LibVir1 V="F. PCH MAND {number}"/>
              <ModRegl V="03"/>
              <TVAIntraCom V="0"/>
              <MtHT V="{net}"/>
{tax}              <PJRef>
                <Support V="01"/>
                <IdUnique V="12345678200010DEPL{number:030d}"/>
                <NomPJ V="BORD{number}.PDF"/>
              </PJRef>
            </InfoLignePce>
          </BlocLignePiece>
          <Tiers>
            <InfoTiers>
              <IdTiers V="{siret}"/>
              <NatIdTiers V="01"/>
              <RefTiers V="{reference:014d}"/>
              <CatTiers V="50"/>
              <NatJur V="03"/>
              <Nom V="{name}"/>
            </InfoTiers>
            <Adresse>
              <TypAdr V="1"/>
              <Adr2 V="{street} RUE DE LA MAIRIE"/>
              <CP V="{post}"/>
              <Ville V="{town}"/>
              <CodRes V="0"/>
            </Adresse>
            <CpteBancaire>
              <IBAN V="{iban}"/>
              <LibBanc V="CREDIT"/>
              <TitCpte V="{name}"/>
            </CpteBancaire>
          </Tiers>
        </LigneDePiece>
"""
FUNCTION = '              <Fonction V="{:d}"/>\n'
TAX = '              <MtTVA V="{}"/>\n'
ATTACHMENT = """    <PJ>
      <Contenu>
        <Fichier MIMEType="application/pdf">{content}</Fichier>
      </Contenu>
      <IdUnique V="{number:040d}"/>
      <NomPJ V="FACTURE {number}.PDF"/>
      <TypePJ V="003"/>
    </PJ>
"""
SUPPLIERS = 5_000
MOST_PIECES = 60
ATTACHED = 150_000
"""Bytes of an attachment, before base64."""


def pes(size: int, attached: int = 0, seed: int = 44) -> Iterator[str]:
    """Make about `size` bytes of bordereaux, then `attached` bytes of attachments."""
    yield HEAD
    yield from _bordereaux(random.Random(seed), size)
    yield "  </PES_DepenseAller>\n"
    if attached:
        yield '  <PES_PJ>\n    <EnTetePES_PJ>\n      <IdVer V="1"/>\n    </EnTetePES_PJ>\n'
        yield from _attachments(random.Random(seed + 1), attached)
        yield "  </PES_PJ>\n"
    yield "</n:PES_Aller>\n"


def write(path: Path, size: int, attached: int = 0) -> None:
    """Write a file; it appears whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="iso-8859-1", newline="") as out:
        out.writelines(pes(size, attached))
    part.rename(path)


def _bordereaux(dice: random.Random, size: int) -> Iterator[str]:
    suppliers = [_supplier(number) for number in range(SUPPLIERS)]
    made = number = piece = line = running = 0
    while made < size:
        number += 1
        count, total = dice.randint(1, MOST_PIECES), 0
        parts = [""]
        for _ in range(count):
            piece += 1
            parts.append(PIECE.format(number=piece, nature=dice.randint(1, 2)))
            for rank in range(1, dice.choices((2, 3, 4), (63, 34, 3))[0]):
                line += 1
                net = dice.randint(1, 1_000_000)
                total += net
                parts.append(_line(dice, line, rank, net, dice.choice(suppliers)))
            parts.append("      </Piece>\n")
        running += total
        parts[0] = BORDEREAU.format(
            number=number, day=1 + number % 28, pieces=count, running=_euros(running), total=_euros(total)
        )
        parts.append("    </Bordereau>\n")
        yield (whole := "".join(parts))
        made += len(whole)


def _supplier(number: int) -> dict[str, str | int]:
    return {
        "siret": _with_luhn(_with_luhn(f"99{number:06d}") + "0001"),
        "name": f"SOCIÉTÉ N°{number}" if number % 10 else f"MARTIN &amp; FILS {number}",
        "post": f"{10_000 + number:05d}",
        "town": f"COMMUNE {number}" if number % 17 else f"VILLE-DE-L&apos;ÎLE {number}",
        "iban": _iban(number),
    }


def _with_luhn(number: str) -> str:
    digits = [int(sign) for sign in reversed(number)]
    total = sum(digits[1::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return f"{number}{-total % 10}"


def _iban(number: int) -> str:
    """Number an account of no bank: its code is 00000."""
    account = f"{number:021d}00"
    return f"FR{98 - int(f'{account}152700') % 97:02d}{account}"


def _line(dice: random.Random, number: int, rank: int, net: int, supplier: dict[str, str | int]) -> str:
    return LINE.format(
        number=number,
        rank=rank,
        nature=dice.randint(600_000, 699_999),
        function=FUNCTION.format(dice.randint(1, 99)) if dice.random() < 0.7 else "",
        net=_euros(net),
        tax=TAX.format(_euros(net // 5)) if dice.random() < 0.5 else "",
        reference=dice.randint(0, 99_999),
        street=dice.randint(1, 200),
        **supplier,
    )


def _attachments(dice: random.Random, size: int) -> Iterator[str]:
    content = base64.b64encode(gzip.compress(dice.randbytes(ATTACHED), 1, mtime=0)).decode()
    for number in range(max(1, size // len(content))):
        yield ATTACHMENT.format(content=content, number=number)


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}" if cents % 100 else f"{cents // 100}"


if __name__ == "__main__":
    megabytes, target, *attachments = sys.argv[1:]
    write(Path(target), int(float(megabytes) * 1e6), int(float((attachments or ["0"])[0]) * 1e6))
