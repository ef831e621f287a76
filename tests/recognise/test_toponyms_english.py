"""English texts: the same judgements with English words around the names."""

from __future__ import annotations

import pytest

from faleme.lexicon.gazetteer import load_gazetteer
from faleme.recognise.toponyms import toponyms
from faleme.resolve.places import resolve_places

SENTENCES = [
    ("Gunmen attacked the border post of Diboli, near Kidira, on Tuesday.", ["Diboli", "Kidira"]),
    ("The Kayes region is tense.", ["Kayes"]),
    ("Fuel reached Nioro du Sahel in Mali.", ["Nioro du Sahel"]),
    ("They reopened the road between Dakar and Bamako.", ["Dakar", "Bamako"]),
    ("Dakar and Bamako agreed on talks between Dakar and Bamako.", []),
    ("The University of Bamako and President Touré disagree.", []),
    ("Bamako denied it, the government of Bamako said.", []),
]


@pytest.mark.parametrize(("text", "names"), SENTENCES)
def test_english_sentences(text: str, names: list[str]) -> None:
    assert [t.name for t in toponyms(text, language="en", gazetteer=load_gazetteer())] == names


def test_a_region_told_behind_its_name_is_the_region() -> None:
    gazetteer = load_gazetteer()
    text = "The Kayes region is tense."
    found = toponyms(text, language="en", gazetteer=gazetteer)
    (mention,) = resolve_places(text, found, gazetteer=gazetteer, country=None, language="en")
    assert (mention.feature, mention.country) == ("A.ADM1", "MLI")
