"""One function an engine: judge a file, and write how many errors there are of each type in each field.

Nothing heavy is imported here: Validata runs in an environment of its own, which has nothing else.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

__all__ = ["collecdata", "differences", "frictionless", "pyarrow", "validata"]

ROOT = Path(__file__).parents[3]
SCHEMA = "scdl/subventions"
OURS_ALONE = frozenset({"siret", "one-of-required"})
"""Rules of the schema that frictionless does not know."""


def collecdata(source: Path, out: Path) -> None:
    """Judge with everything on: the rules that the schema adds too."""
    import collecdata as ours

    judgement = ours.validate(source, schema=SCHEMA)
    found = [one for verdict in judgement.verdicts for one in verdict.findings if one.severity == "error"]
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        if one.rule not in OURS_ALONE:
            counts[one.rule, one.field] += one.count  # a field may break several constraints
    _write(counts, out)


def frictionless(source: Path, out: Path) -> None:
    """Judge with every error asked for, columns by name."""
    from frictionless import Detector, Schema
    from frictionless.resources import TableResource

    resource = TableResource(
        path=source.name,
        basepath=str(source.parent),
        schema=Schema.from_descriptor(_schema()),
        detector=Detector(schema_sync=True),
    )
    errors = resource.validate(limit_errors=0).tasks[0].errors
    _write(Counter((one.type, getattr(one, "field_name", "") or "") for one in errors), out)


def validata(source: Path, out: Path) -> None:
    """Judge as its command line does; beyond 100 000 rows it says that there are too many, and judges all the same."""
    from validata_core import resource_service, validation_service  # type: ignore[import-not-found]

    resource = resource_service.from_file_content(str(source), source.read_bytes())
    errors = validation_service.validate_resource(resource, _schema()).errors
    _write(Counter((str(one.type.value), "") for one in errors), out)


def pyarrow(source: Path, out: Path) -> None:
    """Read, and judge nothing: what any tool of this kind costs at least."""
    from pyarrow import csv

    csv.read_csv(source)
    _write(Counter(), out)


def differences(ours: Path, theirs: Path) -> str:
    """Compare the counts of two engines; empty: they are the same."""
    mine, other = (json.loads(path.read_text("utf-8")) for path in (ours, theirs))
    return "" if mine == other else f"{sum(mine.values())} errors against {sum(other.values())}"


def _schema() -> dict[str, object]:
    with zipfile.ZipFile(ROOT / "schemas/schema.data.gouv.fr.zip") as catalogue:
        descriptor: dict[str, object] = json.loads(catalogue.read(f"{SCHEMA}.json"))
    return descriptor


def _write(counts: Counter[tuple[str, str]], out: Path) -> None:
    said = {" ".join(key).strip(): count for key, count in sorted(counts.items())}
    out.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
