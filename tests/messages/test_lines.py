"""Texts of one line, read without a YAML parser, are what one reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from collecdata.messages import texts

FOLDER = Path(texts.__file__).parent


@pytest.mark.parametrize("name", ["help_en", "help_fr", "report_en", "report_fr"])
def test_texts_of_one_line_are_yaml(name):
    path = FOLDER / f"{name}.yaml"
    assert texts._read_lines(path.name) == yaml.safe_load(path.read_text("utf-8"))
