"""Laws of the house that a test can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import faleme
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "src" / "faleme").rglob("*.py"))


def test_the_public_names_are_these() -> None:
    assert sorted(faleme.__all__) == [
        "Article",
        "Event",
        "Incident",
        "Reading",
        "__version__",
        "load",
        "open",
        "read_article",
    ]
    code = "import faleme, sys; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_code_below_the_command_line_and_the_desk_asks_the_clock() -> None:
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time)\(")
    edge = ("cli/", "desk/")
    asking = [
        name
        for path in SOURCES
        if not (name := path.relative_to(ROOT / "src" / "faleme").as_posix()).startswith(edge)
        and clock.search(path.read_text("utf-8"))
    ]
    assert asking == []


def test_every_data_file_of_words_says_its_columns_and_source() -> None:
    data = ROOT / "src" / "faleme" / "data"
    bare = [
        str(path.relative_to(data))
        for path in data.rglob("*.t[so][vm]*")
        if not path.read_text("utf-8").startswith("#")
    ]
    assert bare == []
