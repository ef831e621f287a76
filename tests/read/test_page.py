"""Pages of the web: title, paragraphs, day, and what is not taken for one."""

from __future__ import annotations

import pytest

from faleme.errors import UnreadableError
from faleme.read.page import article_of_page

LONG = "Les deux brigades de douane ont ouvert un guichet commun au pont, où les camions sont vus une fois."
LAST = "Le guichet ferme à la tombée de la nuit, les chauffeurs venus plus tard dorment sur l’aire de repos."


def page(title: str, *paragraphs: str, head: str = "", before: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='fr'><head><title>{title}</title>{head}</head>"
        f"<body><article>{before}<h1>{title}</h1>{body}</article></body></html>"
    )


def test_the_text_is_the_title_an_empty_line_and_the_paragraphs() -> None:
    article = article_of_page(page("Un guichet commun au pont", LONG, LAST))
    assert article.text == f"Un guichet commun au pont\n\n{LONG}\n\n{LAST}"
    assert article.title == "Un guichet commun au pont"
    assert article.language == "fr"


def test_a_repeated_paragraph_and_a_repeated_tail_are_kept_once() -> None:
    tail = LONG[LONG.index("ouvert un guichet") :]
    article = article_of_page(page("Un guichet commun au pont", LONG, LONG, tail, LAST))
    assert article.text == f"Un guichet commun au pont\n\n{LONG}\n\n{LAST}"


@pytest.mark.parametrize(
    "title, paragraph",
    [
        ("Le 20 février 2025, un guichet ouvre au pont", LONG),
        ("Un guichet ouvre au pont", f"Le 2025-02-20, il a plu sur le fleuve. {LONG}"),
        ("Un guichet ouvre au pont", f"© 2024 Le Journal. {LONG}"),
    ],
)
def test_a_date_in_the_words_is_not_the_day_of_publication(title: str, paragraph: str) -> None:
    assert article_of_page(page(title, paragraph, LAST)).published is None


def test_the_day_comes_with_the_clock_time_of_the_page_s_own_stamp() -> None:
    stamp = '<meta property="article:published_time" content="2025-02-21T08:15:00+00:00">'
    assert (
        article_of_page(page("Un guichet", LONG, LAST, head=stamp)).published == "2025-02-21T08:15:00+00:00"
    )


def test_a_day_after_the_day_of_reading_is_not_believed() -> None:
    stamp = '<meta property="article:published_time" content="2031-02-21T08:15:00+00:00">'
    markup = page("Un guichet", LONG, LAST, head=stamp)
    assert article_of_page(markup, not_after="2026-01-31").published is None


def test_the_31st_of_february_is_no_day() -> None:
    stamp = '<meta property="article:published_time" content="2025-02-31T08:15:00+00:00">'
    article = article_of_page(page("Un guichet", LONG, LAST, head=stamp))
    assert article.published is None
    assert LONG in article.text


def test_a_page_decoded_wrongly_is_mended_before_it_is_a_text() -> None:
    broken = LONG.encode("utf-8").decode("mac_roman")
    twice = LAST.encode("utf-8").decode("cp1252")
    article = article_of_page(page("Un guichet commun au pont", broken, twice))
    assert article.text.endswith(f"{LONG}\n\n{LAST}")


def test_soft_hyphens_do_not_split_words() -> None:
    article = article_of_page(page("Un guichet", LONG.replace("guichet", "gui&shy;chet"), LAST))
    assert LONG in article.text


def test_unclosed_mark_up_is_read_all_the_same() -> None:
    article = article_of_page(f"<html><body><article><h1>Un guichet<p>{LONG}<p>{LAST}<div><b>")
    assert LONG in article.text and LAST in article.text


def test_a_page_of_links_only_is_no_article() -> None:
    with pytest.raises(UnreadableError) as error:
        article_of_page("<html><body><nav><a href='/'>Accueil</a><a href='/s'>Sport</a></nav></body></html>")
    assert error.value.reason == "no-text"


def test_the_outlet_is_known_by_the_address_and_given_its_name() -> None:
    article = article_of_page(page("Un guichet", LONG, LAST), url="https://www.senenews.com/a/b_1.html")
    assert article.source == "SeneNews"
    assert article.url == "https://www.senenews.com/a/b_1.html"
