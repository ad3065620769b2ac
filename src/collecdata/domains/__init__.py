"""What only a domain knows: derive, assemble, finish.

A domain module (or package) is named after its domain and publishes one `RULES`. Nothing here reads or writes a file.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from collecdata.domains.rules import Aggregate, Assemble, Derive, Finish, Publication, Publish, Rules

__all__ = ["Aggregate", "Assemble", "Derive", "Finish", "Publication", "Publish", "Rules", "rules"]


def rules(domain: str) -> Rules:
    """Return the rules of a domain; none for a domain that has no module.

    >>> rules("commun") == Rules()
    True
    """
    name = f"{__name__}.{domain}"
    if not domain.isidentifier() or find_spec(name) is None:
        return Rules()
    found = import_module(name).RULES
    assert isinstance(found, Rules)  # noqa: S101 - a module of ours
    return found
