"""The conformance kit that adapters, ours and others', are held to.

One line of pytest holds an adapter to everything (`TestFec = collecdata.testing.adapter_suite("adapters/fec")`);
`collecdata adapter test PATH` does the same without pytest.
"""

from __future__ import annotations

from collecdata.testing.kit import Outcome, run_kit
from collecdata.testing.suite import adapter_suite

__all__ = ["Outcome", "adapter_suite", "run_kit"]
