"""Golden pages: the mark-up of outlets, words of our own, and the article that must come out."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from faleme.read.archive import read_inputs
from faleme.records.text import Article

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
PAGES = sorted(GOLDEN.glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_golden_page_gives_its_article(page: Path) -> None:
    (article,) = read_inputs([str(page)])
    assert isinstance(article, Article)
    fields = msgspec.to_builtins(article)
    del fields["id"]
    assert msgspec.json.decode(msgspec.json.encode(fields)) == json.loads(
        page.with_suffix(".json").read_text(encoding="utf-8")
    )


def test_every_golden_page_has_its_article_and_the_other_way_round() -> None:
    assert len(PAGES) >= 4
    assert {page.stem for page in PAGES} == {path.stem for path in GOLDEN.glob("*.json")}


def test_a_page_read_twice_has_the_same_id() -> None:
    first, second = (list(read_inputs([str(GOLDEN / "senenews.html")]))[0] for _ in range(2))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first == second and first.id.startswith("a-")
