"""Invent the flows (PES V2 aller) that a town that does not exist sends to its accountant.

    python examples/compta/generate_pes.py     # rewrites examples/compta/pes/, the same bytes every time

Two flows of expenditure, with the invoices of each order as attachments, gzipped in base64 as products do. One slip
declares a total that is not that of its lines: it is found out.
"""

from __future__ import annotations

import base64
import gzip
import random
from pathlib import Path

HERE = Path(__file__).parent / "pes"
SPACE = "http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller"
HEAD = """<?xml version="1.0" encoding="ISO-8859-1"?>
<n:PES_Aller xmlns:n="{space}">
  <Enveloppe>
    <Parametres><Version V="2"/><TypFic V="PESALR2"/><NomFic V="{name}"/></Parametres>
    <Emetteur><Sigle V="Éditeur Exemple"/><Adresse V="finances 1.0"/></Emetteur>
  </Enveloppe>
  <EnTetePES>
    <DteStr V="{day}"/><IdPost V="099001"/><IdColl V="12345678200010"/><CodCol V="520"/><CodBud V="00"/>
    <LibelleColBud V="BUDGET PRINCIPAL"/>
  </EnTetePES>
  <PES_DepenseAller>
    <EnTeteDepense><IdVer V="2"/><InfoDematerialisee V="1"/></EnTeteDepense>
    <Bordereau>
      <BlocBordereau>
        <Exer V="2025"/><IdBord V="{slip}"/><DteBordEm V="{day}"/><TypBord V="01"/><NbrPce V="{pieces}"/>
        <MtBordHT V="{total}"/>
      </BlocBordereau>
"""
ORDER = """      <Piece>
        <BlocPiece>
          <InfoPce>
            <IdPce V="{number}"/><TypPce V="01"/><NatPce V="01"/><Obj V="{label}"/>
            <PJRef><Support V="01"/><IdUnique V="PJ-{number}"/><NomPJ V="facture_{number}.txt"/></PJRef>
          </InfoPce>
        </BlocPiece>
        <LigneDePiece>
          <BlocLignePiece>
            <InfoLignePce>
              <IdLigne V="1"/><Nature V="{nature}"/><ModRegl V="03"/><TVAIntraCom V="0"/><MtHT V="{net}"/>
            </InfoLignePce>
          </BlocLignePiece>
          <Tiers>
            <InfoTiers>
              <RefTiers V="{supplier:05d}"/><CatTiers V="60"/><NatJur V="03"/><Nom V="FOURNISSEUR N° {supplier}"/>
            </InfoTiers>
            <Adresse>
              <TypAdr V="1"/><Adr2 V="{supplier} RUE IMAGINÉE"/><CP V="99001"/><Ville V="VAL-FICTIF"/><CodRes V="0"/>
            </Adresse>
          </Tiers>
        </LigneDePiece>
      </Piece>
"""
ATTACHMENT = """    <PJ>
      <Contenu><Fichier MIMEType="text/plain">{content}</Fichier></Contenu>
      <IdUnique V="PJ-{number}"/><NomPJ V="facture_{number}.txt"/><TypePJ V="003"/>
    </PJ>
"""
LABELS = {"60632": "Petit équipement", "60612": "Énergie &amp; électricité", "6156": "Maintenance"}


def flow(number: int, dice: random.Random, mistake: int = 0) -> tuple[str, str]:
    """Write a flow: its name and its text; the slip declares `mistake` cents more than its lines hold."""
    orders, attachments, total = [], [], 0
    for piece in range(100 * number + 1, 100 * number + dice.randrange(4, 9)):
        nature, supplier, net = dice.choice(sorted(LABELS)), dice.randrange(1, 12), dice.randrange(1_000, 400_000)
        total += net
        orders.append(
            ORDER.format(number=piece, label=LABELS[nature], nature=nature, net=euros(net), supplier=supplier)
        )
        invoice = f"Facture {piece}\nFournisseur n° {supplier}\nTotal : {euros(net)} €\n".encode()
        content = base64.b64encode(gzip.compress(invoice, mtime=0)).decode()
        attachments.append(ATTACHMENT.format(number=piece, content=content))
    name = f"PESALR2_12345678200010_25020{number}_{number:03d}"
    head = HEAD.format(
        space=SPACE, name=name, day=f"2025-02-0{number}", slip=number, pieces=len(orders), total=euros(total + mistake)
    )
    middle = '    </Bordereau>\n  </PES_DepenseAller>\n  <PES_PJ>\n    <EnTetePES_PJ><IdVer V="1"/></EnTetePES_PJ>\n'
    return name, "".join([head, *orders, middle, *attachments, "  </PES_PJ>\n</n:PES_Aller>\n"])


def euros(cents: int) -> str:
    """Write cents the way PES does."""
    return f"{cents // 100}.{cents % 100:02d}"


def main() -> None:
    """Write both flows."""
    HERE.mkdir(exist_ok=True)
    dice = random.Random(2025)
    for number, mistake in ((1, 0), (2, 1_000)):
        name, text = flow(number, dice, mistake)
        (HERE / f"{name}.xml").write_bytes(text.encode("iso-8859-1"))


if __name__ == "__main__":
    main()
