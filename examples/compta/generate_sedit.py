"""Invent the two lists that Berger-Levrault Sedit GF exports, for a town that does not exist.

    python examples/compta/generate_sedit.py     # rewrites examples/compta/sedit/, the same bytes every time

Columns, codes and habits are those of real exports: cp1252, decimal comma, two columns of the same name, the
collectivity as a number in one list and as a name in the other, orders that only some invoices quote.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent / "sedit"
YEAR = 2025
ENTITIES = (("1", "VILLE DE VAL-FICTIF"), ("2", "CCAS DE VAL-FICTIF"))
SUPPLIERS = tuple((str(10_001 + i), f"FOURNISSEUR {i + 1:03d}") for i in range(24))
IMPUTATIONS = (("F", "011", "60612", "510"), ("F", "011", "6156", "020"), ("I", "21", "21534", "512"))
INVOICE_HEADER = (
    "Organisme;Budget;Exercice;Type;Code mouvement;Libellé mouvement;Reste engagé;Code tiers;Nom tiers;"
    "Complément tiers;Prénom tiers;Références bancaires;N° ligne;Libellé;Montant initial;Imputation;Sens;Section;"
    "Chapitre par nature;Article par nature;Référence Fonctionnelle;Opération d'équipement;Service Gestionnaire;"
    "AP/AE;Opérations;Régime TVA;Avancement;Montant HT;Montant TVA;Montant TTC;Taux TVA;"
    "Coefficient de déduction TVA;Montant budgétaire;Montant service fait;Date service fait;Immobilisation;Facture;"
    "Facture tiers;Commande;Marché;Tranche;Code nomenclature d'achat;Libellé nomenclature d'achat;"
    "Mvt. provisionnel/Anticipé;type Prov/Ant;Mandat;Bordereau;Date mandat;Type mandat;Mandat rattachement;"
    "Exercice de rattachement;Montant rattachement;Contrepassation;AP/AE;Affectation;Engagement pluriannuel;"
    "Opérations;Rubrique CDP"
).split(";")
ORDER_HEADER = (
    "Organisme;Budget;Exercice;N° Commande;Fournisseur;Libellé;Date de la commande;Date de livraison;Marché;"
    "Tranche;Service émetteur;Service de facturation;Service gestionnaire;N° ligne;Quantité;Prix unitaire;Remise;"
    "Unité;Montant HT;Montant TVA;Montant TTC;Taux;Imputation;Sens;Section;Chapitre par fonction;"
    "Article par fonction;Article par nature;Opération d'équipement;Service Gestionnaire;Service Destinataire;"
    "Nomenclature d'achat;Etat;Edité;Engagée;Désignation"
).split(";")


def money(cents: int) -> str:
    """Write cents the way Sedit does: decimal comma, a bare 0 for nothing."""
    return f"{cents // 100},{cents % 100:02d}" if cents else "0"


def day(dice: random.Random) -> str:
    """Pick a day of the year, as dd/mm/yyyy."""
    return f"{date(YEAR, 1, 2) + timedelta(days=dice.randrange(360)):%d/%m/%Y}"


def orders(dice: random.Random, count: int) -> list[dict[str, str]]:
    """Invent order lines; a third of the orders have several."""
    rows: list[dict[str, str]] = []
    for number in range(1, count + 1):
        entity = dice.choices(ENTITIES, (4, 1))[0][1]
        supplier, placed, service = dice.choice(SUPPLIERS)[1], day(dice), dice.choice(("SERV001", "SERV002"))
        for line in range(1, dice.choice((1, 1, 2, 3)) + 1):
            quantity, price = dice.randrange(1, 12), dice.randrange(500, 90_000)
            net = quantity * price
            tax = round(net * 0.2)
            section, chapter, nature, function = dice.choice(IMPUTATIONS)
            rows.append({
                "Organisme": entity, "Budget": "AA", "Exercice": str(YEAR), "N° Commande": f"25AA{number:05d}",
                "Fournisseur": supplier, "Libellé": f"Prestation {number}", "Date de la commande": placed,
                "Marché": dice.choice(("", "2024_06")), "Service émetteur": service, "Service de facturation": service,
                "Service gestionnaire": service, "N° ligne": str(10 * line), "Quantité": str(quantity),
                "Prix unitaire": money(price), "Remise": "0", "Montant HT": money(net), "Montant TVA": money(tax),
                "Montant TTC": money(net + tax), "Taux": "20", "Imputation": f"D2{number:06d}", "Sens": "D1",
                "Section": "Fonctionnement" if section == "F" else "Investissement", "Chapitre par fonction": chapter,
                "Article par fonction": function, "Article par nature": nature, "Service Gestionnaire": service,
                "Nomenclature d'achat": "121", "Etat": "EDITE", "Edité": "Oui", "Engagée": "Oui",
                "Désignation": f"Prestation {number}, ligne {line}",
            })  # fmt: skip
    return rows


def invoices(dice: random.Random, ordered: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    """Invent engagements and the invoices on them; four in ten quote an order."""
    rows: list[dict[str, str]] = []
    for number in range(1, count + 1):
        entity = dice.choices(ENTITIES, (4, 1))[0][0]
        supplier, section = dice.choice(SUPPLIERS), dice.choice(IMPUTATIONS)
        base = _engagement(entity, number, supplier, section)
        mine = [row["N° Commande"] for row in ordered if row["Organisme"] == dict(ENTITIES)[entity]]
        order = dice.choice(mine) if dice.random() < 0.4 else ""
        for line in range(1, dice.choice((1, 1, 1, 2, 4)) + 1):
            net = dice.randrange(1_000, 3_000_000)
            tax = round(net * 0.2)
            amounts = {"Montant HT": net, "Montant TVA": tax, "Montant TTC": net + tax, "Montant budgétaire": net + tax}
            row = base | {name: money(cents) for name, cents in amounts.items()} | {"N° ligne": str(line)}
            rows.append(
                row | (_open(net + tax) if dice.random() < 0.15 else _paid(dice, len(rows) + 1, net + tax, order))
            )
    return rows


def _engagement(
    entity: str, number: int, supplier: tuple[str, str], imputation: tuple[str, str, str, str]
) -> dict[str, str]:
    section, chapter, nature, function = imputation
    return {
        "Organisme": entity, "Budget": "AA", "Exercice": str(YEAR), "Type": "Ponctuel",
        "Code mouvement": f"25AA{number:05d}", "Libellé mouvement": f"Prestation {number}", "Code tiers": supplier[0],
        "Nom tiers": supplier[1], "Références bancaires": _bank(supplier[0]), "Libellé": f"Prestation {number} – été",
        "Imputation": f"D1{number:06d}", "Sens": "D", "Section": section, "Chapitre par nature": chapter,
        "Article par nature": nature, "Référence Fonctionnelle": function, "Service Gestionnaire": "SERV001",
        "Régime TVA": "TTC", "Taux TVA": "20.00%", "Coefficient de déduction TVA": "0.00%", "Mandat rattachement": "0",
        "Exercice de rattachement": "0", "Montant rattachement": "0", "Contrepassation": "0",
    }  # fmt: skip


def _bank(supplier: str) -> str:
    """Return a bank account for two suppliers in three; the bank does not exist and the key is wrong."""
    return "        " if int(supplier) % 3 == 0 else f"99999 00000 {int(supplier):011d} 00 "


def _open(amount: int) -> dict[str, str]:
    """Describe an engagement that no invoice has met yet."""
    rest = {"Reste engagé": money(amount), "Montant initial": money(amount), "Montant service fait": "0"}
    return rest | {"Avancement": "EN", "Type mandat": "Vide", "Bordereau": "0"}


def _paid(dice: random.Random, number: int, amount: int, order: str) -> dict[str, str]:
    """Describe an invoice that was paid."""
    done = {
        "Reste engagé": "0",
        "Montant initial": "0",
        "Montant service fait": money(amount),
        "Date service fait": day(dice),
    }
    bill = {"Facture": f"F25{number:05d}", "Facture tiers": f"F-{number:05d}", "Commande": order}
    mandate = {"Mandat": str(number), "Bordereau": str(number // 4 + 1), "Date mandat": day(dice)}
    return done | bill | mandate | {"Avancement": "TR", "Type mandat": "Valide", "Rubrique CDP": "PRIBAS-Prix de base"}


def text(header: list[str], rows: list[dict[str, str]]) -> bytes:
    """Lay rows out as Sedit does; the second of two columns of one name stays empty."""
    first = [name not in header[:place] for place, name in enumerate(header)]
    lines = [[row.get(name, "") if only else "" for name, only in zip(header, first, strict=True)] for row in rows]
    return "".join(";".join(line) + "\r\n" for line in (header, *lines)).encode("cp1252")


def main() -> None:
    """Write both lists."""
    HERE.mkdir(exist_ok=True)
    dice = random.Random(3)
    ordered = orders(dice, 90)
    (HERE / f"liste_commandes_{YEAR}.csv").write_bytes(text(ORDER_HEADER, ordered))
    (HERE / f"liste_factures_{YEAR}.csv").write_bytes(text(INVOICE_HEADER, invoices(dice, ordered, 120)))


if __name__ == "__main__":
    main()
