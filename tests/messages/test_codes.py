"""Every code has its text in both languages, and every text says only what its code knows."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml

from collecdata import messages

SOURCES = Path(messages.__file__).parents[1]
ALWAYS = {"count", "table", "field", "column", "source", "line", "value"}
RAISED = {"Issue", "Miss", "CollecdataError", "UsageError", "InputError", "AdapterError", "SchemaError"}
OF_ERRORS = {"at", "problems"}
CODE = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


@cache
def read(name: str) -> dict[str, dict[str, str]]:
    return yaml.safe_load((SOURCES / "messages" / name).read_text(encoding="utf-8"))


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Each call in the sources that raises or records a literal code: (place, code, call)."""
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            keywords = [word.value for word in node.keywords if word.arg == "code"]
            place = f"{path.relative_to(SOURCES)}:{node.lineno}"
            arguments = [*(node.args if name in RAISED else ()), *keywords]
            found += [(place, code, node) for argument in arguments for code in literals(argument)]
    return found


def literals(node: ast.AST) -> list[str]:
    branches = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    texts = [branch.value for branch in branches if isinstance(branch, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and CODE.fullmatch(text)]


def given(call: ast.Call) -> set[str] | None:
    """Parameters a call gives, None when they are not all written there."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name.endswith("Error"):
        return None if any(word.arg is None for word in call.keywords) else {w.arg for w in call.keywords} - OF_ERRORS
    named = [word.value for word in call.keywords if word.arg == "params"]
    params = next(iter([*named, *(argument for argument in call.args if isinstance(argument, ast.Dict))]), None)
    if params is None:
        return ALWAYS
    if not isinstance(params, ast.Dict) or not all(isinstance(key, ast.Constant) for key in params.keys):
        return None
    return ALWAYS | {key.value for key in params.keys}


def placeholders(text: dict[str, str]) -> set[str]:
    return {name for part in text.values() for _, name, _, _ in Formatter().parse(part) if name is not None}


@pytest.mark.parametrize(
    "names", [("fr.yaml", "en.yaml"), *((f"{kind}_fr.yaml", f"{kind}_en.yaml") for kind in ("help", "report"))]
)
def test_both_languages_have_the_same_keys_sorted_and_each_once(names):
    french, english = map(read, names)
    assert list(french) == list(english) == sorted(french)
    for name, texts in zip(names, (french, english), strict=True):
        written = re.findall(
            r"(?m)^\"?([a-z][a-z0-9_.]*)\"?:", (SOURCES / "messages" / name).read_text(encoding="utf-8")
        )
        assert written == list(texts)


def test_every_text_has_a_title_an_explanation_and_a_remedy():
    for name in ("fr.yaml", "en.yaml"):
        for code, text in read(name).items():
            assert list(text) == ["title", "explanation", "remedy"], code
            assert all(isinstance(part, str) and part.strip() for part in text.values()), code


def test_both_languages_say_the_same_things():
    french, english = read("fr.yaml"), read("en.yaml")
    assert {code: placeholders(text) for code, text in french.items()} == {
        code: placeholders(text) for code, text in english.items()
    }


def test_every_code_of_the_sources_has_its_text():
    known = set(messages.codes())
    assert [f"{place}: {code}" for place, code, _ in calls() if code not in known] == []


def test_every_placeholder_is_given_wherever_its_code_is_raised():
    texts = read("fr.yaml")
    missing = []
    for place, code, call in calls():
        params = given(call)
        if code in texts and params is not None and (absent := placeholders(texts[code]) - params):
            missing.append(f"{place}: {code} does not give {sorted(absent)}")
    assert missing == []


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_placeholder_resolves(lang):
    for code in messages.codes(lang):
        names = placeholders(read(f"{lang}.yaml")[code])
        message = messages.render(code, {name: f"<{name}>" for name in names}, lang)
        text = message.title + message.explanation + message.remedy
        assert all(f"<{name}>" in text for name in names)
        assert messages.render(code, {}, lang).title
