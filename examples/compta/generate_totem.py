"""Invent two budget documents (TOTEM) of a town that does not exist: a budget voted, and the accounts of a year.

    python examples/compta/generate_totem.py     # rewrites examples/compta/totem/, the same bytes every time

The shape is that of real documents: Latin-1, one empty element a value, computed totals among the lines, each section
in balance.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).parent / "totem"
SPACE = "http://www.minefi.gouv.fr/cp/demat/docbudgetaire"
SIRET = "12345678200010"
HEAD = """<?xml version="1.0" encoding="ISO-8859-1"?>
<DocumentBudgetaire xmlns="{space}">
  <VersionSchema V="115"/>
  <BlocEditeur><CodeEditeur V="Éditeur Exemple"/></BlocEditeur>
  <Scellement md5="{zero:032d}" sha1="{zero:040d}" date="{sealed}T10:00:00.000+01:00"/>
  <EnTeteDocBudgetaire>
    <DteStr V="{sealed}"/>
    <LibellePoste V="SGC EXEMPLE"/>
    <IdPost V="099001"/>
    <LibelleColl V="COMMUNE DE VAL-FICTIF-LÈS-ESSAIS"/>
    <IdColl V="{siret}"/>
    <NatCEPL V="Commune"/>
    <Departement V="099"/>
  </EnTeteDocBudgetaire>
  <Budget>
    <EnTeteBudget>
      <LibelleEtab V="BUDGET PRINCIPAL"/>
      <IdEtab V="{siret}"/>
      <CodColl V="520"/>
      <CodInseeColl V="99001"/>
      <CodBud V="00"/>
      <Nomenclature V="M57-M57_D"/>
    </EnTeteBudget>
    <BlocBudget>
      <NatDec V="{stage}"/>
      <Exer V="{year}"/>
      <ProjetBudget V="false"/>
      <DteDec V="{voted}"/>
      <DteDecEx V="{sealed}"/>
      <NatVote V="FcIc"/>
      <TypProv V="1"/>
      <BudgPrec V="2"/>
      <ReprRes V="3"/>
      <NatFonc V="1"/>
      <CodTypBud V="P"/>
    </BlocBudget>
"""
LINE = """    <LigneBudget>
      <Nature V="{nature}"/>
      <LibCpte V=""/>
      <ContNat V="{chapter}"/>
      <ArtSpe V="false"/>
      <CodRD V="{side}"/>
{amounts}      <OpBudg V="{order}"/>
{kind}    </LigneBudget>
"""
TOTAL = (
    '    <LigneBudget calculated="true"><Nature V="TOTAL"/><CodRD V="{side}"/><MtPrev V="{amount}"/></LigneBudget>\n'
)
# Section, side, account, chapter; the last of each side is what balances its section.
ACCOUNTS = (
    ("F", "D", "60632", "011"), ("F", "D", "6156", "011"), ("F", "D", "6411", "012"), ("F", "D", "65748", "65"),
    ("F", "D", "6811", "042"), ("F", "D", "023", "023"), ("F", "R", "7067", "70"), ("F", "R", "73111", "731"),
    ("I", "D", "1641", "16"), ("I", "D", "2188", "21"), ("I", "R", "28188", "040"), ("I", "R", "10222", "10"),
)  # fmt: skip
ORDER = ("042", "040", "023")
BETWEEN = '      <TypOpBudg V="2"/>\n'
"""From one section to the other."""


def budget(year: int, stage: str, dice: random.Random, siret: str = SIRET) -> str:
    """Write a document: stage 01, a budget voted; stage 09, accounts, with what was realised beside it."""
    voted, sealed = (f"{year}-03-27", f"{year}-04-02") if stage == "01" else (f"{year + 1}-03-12", f"{year + 1}-03-20")
    parts = [HEAD.format(space=SPACE, zero=0, siret=siret, stage=stage, year=year, voted=voted, sealed=sealed)]
    sums = dict.fromkeys(("FD", "FR", "ID", "IR"), 0)
    amounts = [100 * dice.randrange(50_000, 900_000) for _ in ACCOUNTS]
    transfer = amounts[4]
    amounts[10] = transfer  # depreciation leaves one section for the other
    for place, (section, side, *_) in enumerate(ACCOUNTS):
        sums[section + side] += amounts[place]
    amounts[7] += max(0, sums["FD"] - sums["FR"])
    amounts[5] += max(0, sums["FR"] - sums["FD"])
    amounts[11] += max(0, sums["ID"] - sums["IR"])
    amounts[9] += max(0, sums["IR"] - sums["ID"])
    for (_, side, nature, chapter), amount in zip(ACCOUNTS, amounts, strict=True):
        said = f'      <MtPrev V="{euros(amount)}"/>\n'
        if stage == "09":
            said += f'      <MtReal V="{euros(amount * dice.randrange(70, 101) // 100)}"/>\n'
        parts.append(
            LINE.format(
                nature=nature,
                chapter=chapter,
                side=side,
                amounts=said,
                order="1" if chapter in ORDER else "0",
                kind=BETWEEN if chapter in ORDER else "",
            )
        )
    parts += [TOTAL.format(side=side, amount=euros(sum(amounts))) for side in "DR"]
    return "".join([*parts, "  </Budget>\n</DocumentBudgetaire>\n"])


def euros(cents: int) -> str:
    """Write cents the way budget documents do."""
    return f"{cents // 100}.{cents % 100:02d}"


def main() -> None:
    """Write both documents."""
    HERE.mkdir(exist_ok=True)
    dice = random.Random(57)
    for name, year, stage in (("BP_2024.xml", 2024, "01"), ("CA_2023.xml", 2023, "09")):
        (HERE / name).write_bytes(budget(year, stage, dice).encode("iso-8859-1"))


if __name__ == "__main__":
    main()
