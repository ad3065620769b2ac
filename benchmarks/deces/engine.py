"""Convert the death file with one engine.

python -m deces.engine ENGINE SOURCE FOLDER     # writes FOLDER/ENGINE.parquet
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def main(engine: str, source: str, folder: Path) -> None:
    """Run it."""
    out = folder / f"{engine}.parquet"
    if engine != "collecdata":
        from deces import peers

        {"polars": peers.polars_convert, "duckdb": peers.duckdb_convert}[engine](source, str(out))
        return
    import collecdata

    package = folder / "paquet"
    shutil.rmtree(package, ignore_errors=True)
    collecdata.convert(source, to=package, adapter="insee-deces")
    shutil.move(package / "etat_civil" / "deces_insee.parquet", out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
