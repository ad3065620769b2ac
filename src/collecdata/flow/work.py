"""One lot, from recognised files to its fragment: compile, run, finish."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from collecdata.flow.account import fragment_of
from collecdata.flow.aggregating import aggregate, is_withheld
from collecdata.flow.collect import TableFile
from collecdata.flow.compiling import compile_lot
from collecdata.flow.finish import finish_lot
from collecdata.flow.lot import run_lot
from collecdata.flow.packaging import PackageInfo
from collecdata.flow.privacy import Privacy, privacy_of
from collecdata.flow.publication import allow_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Adapter
    from collecdata.domains import Publication
    from collecdata.flow.fragment import Fragment
    from collecdata.flow.lot import Workshop
    from collecdata.flow.lots import Lot
    from collecdata.flow.params import Given

__all__ = ["Terms", "convert_lot"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What every lot of a run is converted on. Picklable; the key is shown nowhere.

    `adapters`: those of the run; `own`: those of them that are not of the catalogue. `parts`: whether each lot has
    files of its own. `highest`: the highest confidentiality class to keep (None: all). `documents`: with the contents
    of attachments.
    """

    catalogue: Catalogue
    adapters: tuple[str, ...]
    params: Mapping[str, Given]
    highest: int | None
    key: bytes | None = field(repr=False)
    parts: bool
    own: Mapping[str, AdapterFolder] = field(default_factory=dict)
    documents: bool = False
    publication: Publication | None = None

    @property
    def used(self) -> dict[str, AdapterFolder]:
        """The adapters of the run; one of its own stands before that of the catalogue."""
        known = self.catalogue.inbound
        return {name: self.own[name] if name in self.own else known[name] for name in self.adapters}

    @property
    def languages(self) -> dict[str, Adapter]:
        """What those that have a way in say."""
        return {name: folder.adapter for name, folder in self.used.items() if folder.adapter}

    def info(self, folder: Path) -> PackageInfo:
        """Say where files go, and what they say of themselves, for a package in this folder."""
        return PackageInfo(folder, self.catalogue, self.used, self.parts, self.highest)


def convert_lot(lot: Lot, terms: Terms, info: PackageInfo, shop: Workshop) -> Fragment:
    """Convert one lot; its issues go to the log of the workshop.

    Raises:
        UsageError: the lot cannot be planned, or the target cannot be written; nothing of it is left then.
        PublicationError: it is to be published, and may not be.
    """
    tables: dict[str, TableFile] = {}
    plan = compile_lot(
        lot,
        info.catalogue,
        info.adapters,
        terms.params,
        documents=terms.documents,
    )
    with TemporaryDirectory(dir=info.folder) as scratch:
        try:
            for table in plan.tables.values():
                path, privacy = info.table_path(table, lot.siren), Privacy()
                if terms.publication is not None and is_withheld(table):
                    path = Path(scratch) / f"{table.id}.parquet"
                else:
                    privacy = privacy_of(table, terms.highest, terms.key)
                metadata = info.metadata(table, plan.adapters)
                beside, scratched = len(plan.tables), Path(scratch)
                tables[table.id] = TableFile(table, path, scratched, privacy, metadata, beside, shop.alone)
            run = run_lot(plan, tables, shop)
            shop.aside.log.extend(finish_lot(run, Path(scratch)))
            if terms.publication is not None:
                shop.aside.log.extend(aggregate(run, info, Path(scratch)))
                allow_run(run, terms.publication)
        finally:
            for one in tables.values():
                one.abort()
    return fragment_of(run, shop.aside.log, info.folder)
