"""Parameters of the API: the word null, which JSON readers take for no value, is a wrong one."""

from __future__ import annotations

import pytest

from faleme.desk.api.asked import BadParameter, PlacesAsked, read


@pytest.mark.parametrize("word", ["null", "NULL"])
def test_null_is_no_country(word: str) -> None:
    with pytest.raises(BadParameter):
        read([("name", "Kayes"), ("country", word)], PlacesAsked)


def test_a_place_may_be_called_null() -> None:
    assert read([("name", "null")], PlacesAsked).name == "null"
