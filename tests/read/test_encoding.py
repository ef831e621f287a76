"""Bytes to text and wrongly decoded text put right."""

from __future__ import annotations

import pytest

from faleme.read.encoding import decoded, mended

SENTENCE = "À l’été, la défense du cœur de ville coûte 300 000 € : « où ça ? »"


@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman", "latin-1"])
def test_utf_8_read_as_something_else_is_mended(wrong: str) -> None:
    text = "L’armée a dégagé la route où le convoi était bloqué."
    assert mended(text.encode("utf-8").decode(wrong)) == text


def test_two_kinds_of_wrong_letters_in_one_paragraph_are_both_mended() -> None:
    assert mended("La dÃ©fense de l‚Äôarm√©e") == "La défense de l’armée"


def test_right_text_stays_as_it_is() -> None:
    assert mended(SENTENCE) == SENTENCE
    assert mended("Ordre du jour : √2, ¬ et Ä restent") == "Ordre du jour : √2, ¬ et Ä restent"


def test_accents_get_one_form_and_the_invisible_goes() -> None:
    assert mended("e\u0301t\u00ad\u200be\u0301\r\nfin\x00") == "été\nfin"


def test_a_declaration_that_lies_gives_way_to_valid_utf_8() -> None:
    assert decoded(SENTENCE.encode("utf-8"), "iso-8859-1") == SENTENCE


def test_a_page_cut_in_the_middle_of_a_letter_is_still_utf_8() -> None:
    assert decoded((SENTENCE * 20 + "é").encode("utf-8")[:-1]).startswith(SENTENCE)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_undeclared_encoding_is_guessed(encoding: str) -> None:
    text = (
        "Le pont a rouvert à la circulation : l’armée y a posé un tablier neuf, payé par la région de Kayes."
    )
    assert decoded(text.encode(encoding)) == text
