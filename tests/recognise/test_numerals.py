"""Numbers as the press writes them, French and English. A star: a case of Recognizers-Text (see NOTICE)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.recognise.numerals import numerals

FRENCH = {
    "802,8 milliards": 802_800_000_000,
    "1 990,0": 1990.0,
    "4.000": 4000,
    "500.000": 500_000,
    "1\u00a0250\u00a0000": 1_250_000,
    "12\u202f500": 12_500,
    "-2,5": -2.5,
    "3 millions 500 mille": 3_500_000,
    "2 mille milliards": 2_000_000_000_000,
    "1 milliard vingt-sept millions": 1_027_000_000,
    "500,000": 500_000,
    "5,500": 5.5,
    "une dizaine": 10,
    "une quarantaine": 40,
    "deux douzaines": 24,
    "un millier": 1000,
    "1,2 million": 1_200_000,
    "trois cents": 300,
    "soixante et onze": 71,
    "quatre-vingt-quinze": 95,  # *
    "quatre vingt dix neuf": 99,  # *
    "deux cent deux mille": 202_000,  # *
    "neuf mille neuf cent quatre-vingt-dix neuf": 9999,  # *
    "deux cent virgule zéro trois": 200.03,  # *
    "un million et demi": 1_500_000,  # *
    "3 millions et demi": 3_500_000,  # *
    "nonante": 90,  # *
}

ENGLISH = {
    "1,250,000": 1_250_000,
    "2.5 billion": 2_500_000_000,
    "twenty-five": 25,
    "one hundred and twenty": 120,
    "two thousand three hundred and five": 2305,
    "a dozen": 12,
    "a million and a half": 1_500_000,
}


@pytest.mark.parametrize("written", FRENCH)
def test_a_french_number_is_one_numeral_with_its_value(written: str) -> None:
    (found,) = numerals(written, "fr")
    assert found.value == pytest.approx(FRENCH[written])
    assert (found.start, found.end) == (0, len(written))


@pytest.mark.parametrize("written", ENGLISH)
def test_an_english_number_is_one_numeral_with_its_value(written: str) -> None:
    (found,) = numerals(written, "en")
    assert found.value == pytest.approx(ENGLISH[written])
    assert (found.start, found.end) == (0, len(written))


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("deux, trois", [2, 3]),
        ("vingt et un ou vingt-deux", [21, 22]),  # *
        ("entre dix et vingt", [10, 20]),
        ("dix et un", [10]),
        ("423 0000", [423, 0]),  # *
        ("en 2024 300 camions", [2024, 300]),
    ],
)
def test_two_numbers_side_by_side_stay_two(written: str, values: list[int]) -> None:
    assert [found.value for found in numerals(written)] == values


@pytest.mark.parametrize(
    "written", ["un accord", "une ville", "des millions de pièces", "plusieurs centaines", "cents"]
)
def test_an_article_and_a_vague_plural_are_no_numbers(written: str) -> None:
    assert numerals(written) == []


def test_a_comma_groups_in_english_and_parts_decimals_in_french() -> None:
    assert numerals("12,345", "en")[0].value == 12_345
    assert numerals("12,345", "fr")[0].value == pytest.approx(12.345)


@pytest.mark.parametrize(
    ("text", "value"), [("mille \u017fix", 1006), ("2 m\u0131llions", 2_000_000), ("MILLE SIX", 1006)]
)
def test_a_letter_that_only_case_folding_knows_is_read_too(text: str, value: int) -> None:
    assert [found.value for found in numerals(text)] == [value]


@pytest.mark.parametrize("text", ["x_deux", "A12", "centmètre", "deuxième", "l_12"])
def test_a_number_inside_a_word_is_none(text: str) -> None:
    assert numerals(text) == []


@given(
    st.text(alphabet="0123456789 .,-−+\u00a0deuxcntmilvgqaros", max_size=80),
    st.sampled_from(["fr", "en", "xx"]),
)
def test_no_text_raises_and_spans_stay_in_order(text: str, language: str) -> None:
    end = 0
    for found in numerals(text, language):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_grouped_by_spaces_are_read_back(value: int) -> None:
    (found,) = numerals(f"{value:,}".replace(",", "\u202f"))
    assert found.value == value
