"""Pages saved as plain text, with what the page printed around the article."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from faleme.errors import UnreadableError
from faleme.read.archive import read_inputs
from faleme.read.saved_text import article_of_saved_text, sections_of, without_furniture
from faleme.records.text import Article

FIRST = (
    "Les camions attendent moins longtemps au pont depuis que les deux douanes y travaillent côte à côte, "
    "disent les transporteurs, qui comptaient trois nuits d’attente à la fin de la saison du coton."
)
SECOND = "Un parking doit suivre avant les pluies."


@pytest.mark.shared
def test_the_page_of_the_shared_folder_is_read_to_the_letter(shared: Path) -> None:
    (article,) = read_inputs([str(shared / "press" / "page-as-text.txt")])
    line = (shared / "gold" / "example.jsonl").read_text(encoding="utf-8").splitlines()[0]
    expected = json.loads(line)["article"]
    fields = json.loads(msgspec.json.encode(article))
    assert {name: fields[name] for name in expected if name != "id"} == {
        name: value for name, value in expected.items() if name != "id"
    }


def test_sections_title_and_paragraphs_come_out_of_their_furniture() -> None:
    article = article_of_saved_text(
        f"ÉconomieTransports\n\nMoins d’attente au pont\n\n{FIRST}\n\nPartager :\n\n{SECOND}\n\n"
        "Articles similaires\n\nUne course de pirogues\n\nLaisser un commentaire\n\n"
        "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *"
    )
    assert article.section == ("Économie", "Transports")
    assert article.text == f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}"
    assert article.published is None


def test_a_plain_text_without_furniture_is_title_and_paragraphs() -> None:
    article = article_of_saved_text(f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}\n")
    assert (article.title, article.section) == ("Moins d’attente au pont", ())
    assert article.text == f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}"


def test_lines_inside_a_paragraph_are_joined_by_a_space() -> None:
    wrapped = FIRST.replace("douanes y", "douanes\ny").replace("à la fin", "à la fin\n")
    article = article_of_saved_text(f"Moins d’attente\n\n{wrapped}\n\n{SECOND}")
    assert article.text == f"Moins d’attente\n\n{FIRST}\n\n{SECOND}"


def test_a_text_without_empty_lines_has_a_paragraph_a_line() -> None:
    article = article_of_saved_text(f"Moins d’attente au pont\n{FIRST}\n{SECOND}")
    assert article.text == f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "stamp, day",
    [
        ("Publié le 3 mars 2025 à 10h20", "2025-03-03"),
        ("Mis en ligne le 1er août 2025", "2025-08-01"),
        ("Published on March 3, 2025", "2025-03-03"),
        ("Publié le 03/03/2025", "2025-03-03"),
        ("3 mars 2025", "2025-03-03"),
        ("Publié le 31 février 2025", None),
        ("Publié le 3 mars 2031", None),
    ],
)
def test_a_date_line_gives_the_day_and_is_no_paragraph(stamp: str, day: str | None) -> None:
    article = article_of_saved_text(
        f"Moins d’attente au pont\n\n{stamp}\n\n{FIRST}\n\n{SECOND}", not_after="2026-01-31"
    )
    assert article.published == day
    if day:
        assert article.text == f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}"


def test_a_head_block_holds_section_title_date_and_by_line() -> None:
    article = article_of_saved_text(
        "Accueil > Économie\nMoins d’attente\nau pont\nPar Awa Exemple\nPublié le 3 mars 2025\n\n"
        f"{FIRST}\n\n{SECOND}"
    )
    assert (article.title, article.section) == ("Moins d’attente au pont", ("Économie",))
    assert (article.authors, article.published) == (("Awa Exemple",), "2025-03-03")
    assert article.text == f"Moins d’attente au pont\n\n{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line, sections",
    [
        ("Accueil > Actualités > Mali", ("Actualités", "Mali")),
        ("POLITIQUE ET SOCIÉTÉ", ("POLITIQUE ET SOCIÉTÉ",)),
        ("Sécurité | Sahel", ("Sécurité", "Sahel")),
        ("NewsBusiness & Economy", ("News", "Business & Economy")),
        ("Mali : la pluie retarde les semis", ()),
        ("Le Mali et le Sénégal relancent le rail", ()),
        ("International.", ()),
    ],
)
def test_a_line_of_section_names_is_told_from_a_title(line: str, sections: tuple[str, ...]) -> None:
    assert sections_of(line) == sections


def test_a_sentence_that_begins_like_furniture_inside_a_menu_does_not_end_the_article() -> None:
    assert without_furniture(["Commentaires", "Un titre", FIRST, "Commentaires", SECOND]) == [
        "Un titre",
        FIRST,
    ]


def test_english_furniture_goes_too() -> None:
    body = "The two customs posts now work side by side at the bridge, and the wait is shorter, hauliers say."
    kept = without_furniture(["Shorter wait", body, "Share this:", "Leave a Reply", "Cancel reply"])
    assert kept == ["Shorter wait", body]
    kept = without_furniture(["Shorter wait", body * 2, "Leave a comment", "Read also: another title"])
    assert kept == ["Shorter wait", body * 2]


def test_menus_alone_are_no_article() -> None:
    with pytest.raises(UnreadableError) as error:
        article_of_saved_text("Accueil\n\nPartager :\n\nImprimer")
    assert error.value.reason == "no-text"


def test_a_saved_text_read_twice_has_the_same_id_and_another_text_another() -> None:
    text = f"Moins d’attente au pont\n\n{FIRST}"
    first, again = article_of_saved_text(text), article_of_saved_text(text)
    other = article_of_saved_text(text + f"\n\n{SECOND}")
    assert first.id == again.id != other.id
    assert isinstance(first, Article)
