"""Write the pages of docs/ that are made from schemas, adapters, messages, the language, the command line and results.

python scripts/generate_docs.py            # rewrites what changed
python scripts/generate_docs.py --check    # changes nothing; 1, and the list, where a page is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from reference import generated, is_generated

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Compare every generated page with what is on disk; write the difference unless told only to check."""
    wanted = generated(ROOT)
    known = {path for path in (ROOT / "docs").rglob("*.md") if is_generated(path)}
    gone = sorted(known - set(wanted))
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in (*stale, *gone):
            print(f"stale: {path.relative_to(ROOT)} (make reference)")
        return 1 if stale or gone else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    for path in gone:
        path.unlink()
        print(f"removed: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
