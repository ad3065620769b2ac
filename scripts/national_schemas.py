"""Make the catalogue of published schemas from a clone of https://github.com/datagouv/schema.data.gouv.fr.

python scripts/national_schemas.py CLONE    # rewrites schemas/schema.data.gouv.fr.zip

What judges data is kept: names, types, formats, constraints, keys, checks, titles and examples; descriptions are not.
Two runs on the same clone give the same bytes.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = "https://schema.data.gouv.fr/schemas/"
SAID = ("description", "comment", "image", "resources", "contributors", "sources", "keywords", "created", "uri")
"""Keys left out: prose, and what is about the schema and not about data."""


def main(arguments: list[str]) -> int:
    """Write the catalogue."""
    folder = _folder(Path(arguments[0]))
    listed = json.loads((folder / "schemas-tableschema.json").read_text("utf-8"))["schemas"]
    target = ROOT / "schemas" / "schema.data.gouv.fr.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for one in sorted(listed, key=lambda one: str(one["name"])):
            schema = json.loads((folder / one["schema_url"].removeprefix(PUBLISHED)).read_text("utf-8"))
            text = json.dumps(_kept(schema), ensure_ascii=False, separators=(",", ":"))
            archive.writestr(zipfile.ZipInfo(f"{one['name']}.json"), text, zipfile.ZIP_DEFLATED)
    print(f"{len(listed)} schemas, {target.stat().st_size} bytes: {target.relative_to(ROOT)}")
    return 0


def _folder(clone: Path) -> Path:
    inside = clone / "site" / ".vuepress" / "public" / "schemas"
    return inside if inside.is_dir() else clone


def _kept(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key not in SAID}
    licensed = bool(schema.get("licenses"))
    prose = SAID if licensed else (*SAID, "title", "examples")
    kept["fields"] = [{key: value for key, value in one.items() if key not in prose} for one in schema["fields"]]
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
