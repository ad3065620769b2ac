"""The adapters that come with the project: what each takes, what it makes, what it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reference.markdown import code, table

if TYPE_CHECKING:
    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Heading

__all__ = ["EVIDENCE", "overview", "pages", "summary"]

EVIDENCE = {
    "verified": "fichiers réels",
    "spec": "norme publique",
    "derived": "code public",
    "draft": "brouillon",
}
HEADER = ("adaptateur", "sens", "tables", "preuve")

INTRODUCTION = """
# Les adaptateurs livrés

Un adaptateur lit un export et un seul. Sa *preuve* dit sur quoi il repose : des fichiers réels, une norme publique, du
code public. Un brouillon n'a encore rien de tout cela.
"""


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Return the list and one page an adapter."""
    folders = sorted(catalogue.adapters.items())
    listed = {"adaptateurs.md": f"{INTRODUCTION}\n{summary(catalogue, 'adaptateurs/')}"}
    return listed | {f"adaptateurs/{name}.md": _page(folder) for name, folder in folders}


def summary(catalogue: Catalogue, base: str, *, domain: str = "") -> str:
    """Return the table of the adapters (of one domain), each name a link under `base`."""
    headed = [
        (name, folder, heading) for name, folder in sorted(catalogue.adapters.items()) if (heading := _heading(folder))
    ]
    rows = [
        (
            f"[{heading.title}]({base}{name}.md)",
            _ways(folder),
            _tables(folder),
            EVIDENCE[heading.evidence],
        )
        for name, folder, heading in headed
        if not domain or any(table.startswith(f"{domain}.") for table in _table_names(folder))
    ]
    return table(HEADER, rows)


def overview(catalogue: Catalogue, base: str, *, english: bool = False) -> str:
    """Return one row a domain: its tables, the adapters that fill them, those that write them for others."""
    header = ("domain", "in", "out") if english else ("domaine", "entrée", "sortie")
    rows = []
    for name, domain in catalogue.domains.items():
        mine = [one for one in sorted(catalogue.adapters) if name in _domains(catalogue.adapters[one])]
        ways = ([one for one in mine if getattr(catalogue.adapters[one], way)] for way in ("adapter", "export"))
        links = (", ".join(f"[{one}]({base}{one}.md)" for one in way) for way in ways)
        rows.append((f"**{domain.title}** ({len(domain.tables)} tables)", *links))
    return table(header, [row for row in rows if any(row[1:])])


def _domains(folder: AdapterFolder) -> set[str]:
    """Return the domains an adapter is for: that of its tables, those common to all apart."""
    return {one.partition(".")[0] for one in _table_names(folder)} - {"commun"}


def _heading(folder: AdapterFolder) -> Heading | None:
    return folder.adapter or folder.export


def _ways(folder: AdapterFolder) -> str:
    return ", ".join(way for way, has in (("entrée", folder.adapter), ("sortie", folder.export)) if has)


def _tables(folder: AdapterFolder) -> str:
    return ", ".join(map(code, _table_names(folder)))


def _table_names(folder: AdapterFolder) -> list[str]:
    made = [output.table for output in folder.adapter.outputs] if folder.adapter else []
    read = [file.from_ for file in folder.export.files] if folder.export else []
    return list(dict.fromkeys([*made, *read]))


def _page(folder: AdapterFolder) -> str:
    heading = _heading(folder)
    if heading is None:
        return ""
    parts = [
        f"# {heading.title}",
        f"{code(heading.id)}, version {heading.version}. Preuve : {EVIDENCE[heading.evidence]}.",
    ]
    parts.append("\n".join(f"* {source}" for source in heading.sources))
    if heading.params:
        rows = [(code(n), p.title, p.type, "oui" if p.required else "") for n, p in heading.params.items()]
        parts += ["## Ce qu'il faut lui dire", table(("paramètre", "quoi", "forme", "obligatoire"), rows)]
    if folder.adapter:
        parts += ["## Ce qu'il lit", *(_input(folder, name) for name in folder.adapter.inputs)]
        parts += [_output(folder, index) for index in range(len(folder.adapter.outputs))]
    readme = folder.path / "README.md"
    if readme.is_file():
        body = readme.read_text(encoding="utf-8").partition("\n")[2]
        beside = re.sub(r"\]\(\.\./([a-z0-9-]+)/README\.md\)", r"](\1.md)", body)  # read me to read me: page to page
        parts += ["## D'où vient le fichier", beside.strip().replace("\n## ", "\n### ")]
    return "\n\n".join(parts)


def _input(folder: AdapterFolder, name: str) -> str:
    if folder.adapter is None:
        return ""
    one = folder.adapter.inputs[name]
    known = ", ".join(code(column) for column in one.detect.header)
    readers = ", ".join(f"[{code(reader)}](../lecteurs.md#{reader})" for reader in one.reader)
    return f"**{name}** ({readers}), nom de fichier {code(one.detect.name)}, reconnu à ses colonnes {known}."


def _output(folder: AdapterFolder, index: int) -> str:
    if folder.adapter is None:
        return ""
    output = folder.adapter.outputs[index]
    domain, _, name = output.table.partition(".")
    rows = [(code(field), _source(mapped)) for field, mapped in output.fields.items()]
    title = f"## Vers `{output.table}`\n\n[La table](../tables/{domain}/{name}.md), depuis"
    ignored = ", ".join(code(column) for column in output.ignore)
    last = f"\n\nColonnes laissées exprès : {ignored}." if ignored else ""
    return f"{title} « {output.from_} ».\n\n{table(('champ', 'vient de'), rows)}{last}"


def _source(mapped: object) -> str:
    said = {
        name.rstrip("_"): value
        for name in ("from_", "concat", "first_of", "const", "param", "fact")
        if (value := getattr(mapped, name, None)) is not None
    }
    if not said:
        return "plusieurs cas" if getattr(mapped, "case", None) else "rang de la ligne"
    kind, value = next(iter(said.items()))
    words = {"const": "toujours ", "param": "paramètre ", "fact": "le fichier : "}
    text = ", ".join(map(code, value)) if isinstance(value, tuple) else code(str(value))
    return words.get(kind, "") + text
