"""Where roots are found."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from collecdata.catalogue import resources
from collecdata.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def make_root(path: Path, *parts: str) -> Path:
    (path.joinpath(*parts)).mkdir(parents=True)
    return path


def test_a_checkout_finds_the_schemas_beside_the_sources():
    assert (resources.built_in() / "schemas" / "compta" / "datapackage.json").is_file()


def test_a_wheel_finds_its_own_data_first(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "collecdata"
    make_root(package, "_data", "schemas")
    monkeypatch.setattr(resources, "__file__", str(package / "catalogue" / "resources.py"))
    assert resources.built_in() == package / "_data"


def test_roots_of_the_variable_come_after_the_built_in_one_in_its_order(tmp_path, monkeypatch):
    one, two = make_root(tmp_path / "un", "schemas"), make_root(tmp_path / "deux", "adapters")
    monkeypatch.setenv(resources.VARIABLE, os.pathsep.join([str(one), "", str(two)]))
    assert resources.roots() == [resources.built_in(), one, two]


def test_explicit_roots_come_last_and_each_root_once(tmp_path, monkeypatch):
    one, two = make_root(tmp_path / "un", "schemas"), make_root(tmp_path / "deux", "schemas")
    monkeypatch.setenv(resources.VARIABLE, str(two))
    assert resources.roots([one, two, resources.built_in()]) == [resources.built_in(), two, one]


def test_a_folder_of_adapters_is_a_root(tmp_path):
    (tmp_path / "acme-paie").mkdir()
    (tmp_path / "acme-paie" / "adapter.yaml").touch()
    assert resources.roots([tmp_path])[-1] == tmp_path
    assert [path.name for path in resources.adapter_folders(tmp_path)] == ["acme-paie"]


@pytest.mark.parametrize("name", ["absent", "vide"])
def test_a_folder_without_schemas_nor_adapters_is_refused(tmp_path, name):
    (tmp_path / "vide").mkdir()
    with pytest.raises(UsageError) as caught:
        resources.roots([tmp_path / name])
    assert caught.value.code == "usage.not_a_root"


def test_an_installed_package_is_a_root_and_none_of_its_code_is_run(tmp_path, monkeypatch):
    package = make_root(tmp_path / "acme_adaptateurs", "data", "adapters")
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    entries = [
        importlib.metadata.EntryPoint("acme", "acme_adaptateurs.data", resources.ENTRY_POINTS),
        importlib.metadata.EntryPoint("gone", "paquet_desinstalle", resources.ENTRY_POINTS),
    ]
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [e for e in entries if e.group == group])
    assert resources.roots() == [resources.built_in(), package / "data"]


def test_the_catalogue_is_imported_without_arrow_nor_sqlalchemy_nor_frictionless():
    code = (
        "import sys; from collecdata.catalogue.catalogue import Catalogue;"
        "Catalogue.from_roots().tables['compta.ecriture'];"
        "print({'pyarrow', 'numpy', 'sqlalchemy', 'frictionless', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
