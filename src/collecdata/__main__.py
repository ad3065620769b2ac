"""`python -m collecdata`."""

from __future__ import annotations

from collecdata.cli import main

if __name__ == "__main__":
    main()
