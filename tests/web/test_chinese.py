"""The list of the framework's words: each is a word of the installed Streamlit, and the script is served for good."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.web import chinese, scripts
from lib.web.edge import Edge
from tests.asgi import ask

WORDS, SHAPES = chinese.LIST["words"], chinese.LIST["shapes"]
PLACE = re.compile(r"\{(\w+)\}")
# Where the scripts put a sentence together: ends of sentences, and a few words besides.
JOINT = re.compile(r"[.:,] ?|MB |(?<=Enter to) |(?= available)")
# Composed by the browser's Intl in the one language Streamlit asks it for.
BY_THE_BROWSER = {"year", "month", "day"}


@cache
def bundle() -> str:
    """All scripts that Streamlit sends, quotes made alike; diagrams and maps, which the board has not, left out."""
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None and spec.origin is not None
    files = (Path(spec.origin).parent / "static" / "static" / "js").glob("*.js")
    texts = [one.read_text(encoding="utf-8") for one in files if not re.search("iagram|Plotly|DeckGl|elk", one.name)]
    return re.sub("[\"']", "`", "\n".join(texts))


def parts(shape: str) -> list[str]:
    """What of a shape stands in the scripts as it is, a place as the `${…}` of a template."""
    label = re.fullmatch(r"(.+)[:,] \{\w+\}", shape)
    if label and (label[1] in WORDS or label[1] in BY_THE_BROWSER):
        return []
    templates = PLACE.sub("${\n}", shape.replace("'", "`")).split("\n")
    return [piece for one in templates for piece in JOINT.split(one) if re.search("[A-Za-z]", piece)]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_one_of_the_installed_streamlit(word: str) -> None:
    """Fails after an upgrade that says it otherwise: look the new word up and put it into chinese.json."""
    text = word.replace("'", "`")
    assert any(f"`{lead}{text}{trail}`" in bundle() for lead in ("", " ") for trail in ("", " ")), word


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_one_of_the_installed_streamlit(shape: str) -> None:
    missing = [one for one in parts(shape) if one not in bundle() and one.replace("${", "`+") not in bundle()]
    assert missing == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_chinese_of_a_shape_names_only_places_it_has(shape: str) -> None:
    assert set(PLACE.findall(SHAPES[shape])) <= set(PLACE.findall(shape))


def test_what_a_word_becomes_is_chinese_and_becomes_nothing_else() -> None:
    shown = [*WORDS.values(), *SHAPES.values()]
    assert [one for one in shown if not re.search("[一-鿿]", one)] == ["python -m lib serve"]
    assert set(shown).isdisjoint(WORDS)


@pytest.mark.parametrize("base", ["", "/duban"])
def test_the_script_is_kept_for_good_under_a_name_of_its_content(own_routes: Edge, board: Engine, base: str) -> None:
    answer = ask(own_routes, f"{base}/{scripts.NAME}")
    assert (answer.status, answer.text) == (200, scripts.SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert '"Page not found"' in answer.text and "__LIST__" not in answer.text
