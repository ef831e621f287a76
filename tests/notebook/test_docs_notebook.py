"""docs/15_in_a_notebook.md is run cell by cell; what a cell is said to give is what it gives."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

DOC = (ROOT / "docs" / "15_in_a_notebook.md").read_text("utf-8")
CELLS = re.findall(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```)?", DOC, re.M | re.S)


def shown(cell: str, names: dict[str, Any]) -> str:
    """What a notebook shows of a cell: its last line's value."""
    *before, last = ast.parse(cell).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        return repr(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    exec(compile(ast.Module([last], []), "cell", "exec"), names)
    return ""


def test_every_cell_gives_what_the_page_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    told = [(shown(cell, names), said.strip()) for cell, said in CELLS]
    assert len(told) == 8
    assert [(given, said) for given, said in told if said and given != said] == []
    assert sum(bool(said) for _, said in told) == 5
