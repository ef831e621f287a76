"""Searching: words in either language, folded and stemmed, marked where they stand; what the public finds."""

from __future__ import annotations

import pytest

from faleme.records.query import Query, query_of
from faleme.records.text import Span
from faleme.store.base import Circle
from faleme.store.search_words import marks, typed
from faleme.store.sql import SqlStore
from tests.made import KAYES, KIDIRA, day, event, reading

AT = "2026-02-01T00:00:00+00:00"


def filled(store: SqlStore) -> SqlStore:
    store.add(
        [
            reading(
                "citernes",
                event("citernes:1", type="COERCE", place=KAYES, evidence=(Span(0, 10),)),
                text="Deux camions-citernes brûlés\n\nLe convoi de carburant a été attaqué à l'aube. "
                "L'armée malienne n'a rien dit. "
                + "La route est restée fermée. " * 9
                + "Le mot caché : zanzibar.",
                published="2025-07-02",
            ),
            reading(
                "marche",
                event("marche:1", type="PROTEST", place=KIDIRA, time=day("2025-08-01")),
                text="Marche à Kidira\n\nLes commerçants frontaliers demandent la sécurité du convoi.",
                published="2025-08-02",
                source="La Dépêche fictive",
            ),
            reading(
                "fuel",
                text="Fuel trucks burned near Kayes\n\nAttackers set two tankers on fire before dawn.",
                published="2025-07-03",
                language="en",
            ),
            reading("secret", text="Attaque tue\n\nUn convoi attaqué en silence.", marking="AMBER"),
        ],
        actor="awa",
        at=AT,
    )
    return store


def found(store: SqlStore, words: str, **given: object) -> list[str]:
    public = {"public_on": given.pop("public_on")} if "public_on" in given else {}
    near = {"near": given.pop("near")} if "near" in given else {}
    hits = store.search(Query(words=words, **given), **public, **near).hits  # type: ignore[arg-type]
    return sorted(each.id for each in hits)


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("convoi", ["citernes", "marche", "secret"]),
        ("convois", ["citernes", "marche", "secret"]),
        ("attaques", ["citernes", "secret"]),
        ("attaquee", ["citernes", "secret"]),
        ("ATTAQUÉ carburant", ["citernes"]),
        ("frontalière securite", ["marche"]),
        ('"convoi de carburant"', ["citernes"]),
        ("« sécurité du convoi »", ["marche"]),
        ('"carburant convoi"', []),
        ("convoi -carburant", ["marche", "secret"]),
        ('convoi -"la sécurité"', ["citernes", "secret"]),
        ("l'armée", ["citernes"]),
        ("tanker", ["fuel"]),
        ("attacking tankers", ["fuel"]),
        ("camion-citerne", ["citernes"]),
        ("-convoi", []),
        ("' OR 1=1 \" NOT *", []),
        ("zanzibar", ["citernes"]),
    ],
)
def test_words_find_articles(store: SqlStore, words: str, articles: list[str]) -> None:
    assert found(filled(store), words) == articles


def test_the_public_finds_in_what_it_may_see_only(store: SqlStore) -> None:
    filled(store)
    assert found(store, "zanzibar", public_on="2026-02-01") == []
    assert found(store, "silence", public_on="2026-02-01") == []
    assert found(store, "convoi", public_on="2026-02-01") == ["citernes", "marche"]
    (hit,) = store.search(Query(words="carburant"), public_on="2026-02-01").hits
    assert hit.text.endswith("…") and "zanzibar" not in hit.text and not hit.offsets
    assert [hit.text[span.start : span.end] for span in hit.text_marks] == ["carburant"]


def test_a_reader_with_a_ceiling_finds_no_article_marked_above_it(store: SqlStore) -> None:
    filled(store)
    hits = store.search(Query(words="convoi"), markings=("CLEAR", "GREEN")).hits
    assert sorted(each.id for each in hits) == ["citernes", "marche"]


def test_filters_narrow_what_is_found(store: SqlStore) -> None:
    filled(store)
    assert found(store, "convoi", type="PROTEST") == ["marche"]
    assert found(store, "convoi", actor="JNIM", until="2025-07-31") == ["citernes"]
    assert found(store, "convoi", source="La Dépêche fictive") == ["marche"]
    assert found(store, "convoi", near=Circle(14.45, -11.44, 20)) == ["citernes"]
    assert found(store, "", since="2025-07-03") == ["fuel", "marche"]


def test_our_own_sentences_are_found_in_both_languages(store: SqlStore) -> None:
    filled(store)
    (french,) = found(store, "protestation Kidira", kind="incidents")
    assert found(store, "protest Kidira", kind="incidents") == [french]
    assert store.incident(french) is not None


def test_the_words_are_marked_where_they_stand(store: SqlStore) -> None:
    (hit,) = filled(store).search(Query(words='attaque "camions citernes"')).hits
    text = (store.reading("citernes") or pytest.fail()).article.text
    assert [text[span.start : span.end] for span in hit.offsets] == ["camions-citernes", "attaqué"]
    assert [hit.title[span.start : span.end] for span in hit.title_marks] == ["camions-citernes"]


def test_what_fits_better_and_is_fresher_comes_first(store: SqlStore) -> None:
    filled(store)
    assert store.search(Query(words="kidira convoi")).hits[0].id == "marche"
    assert store.search(Query(words="convoi"), limit=1).total == 3


def test_what_is_read_anew_is_found_by_its_new_words_alone(store: SqlStore) -> None:
    filled(store)
    store.add([reading("citernes", text="Tout est calme\n\nRien de neuf.")], actor="awa", at=AT)
    assert found(store, "carburant") == [] and found(store, "calme") == ["citernes"]
    store.empty()
    assert found(store, "calme") == []


def test_a_query_goes_through_its_address() -> None:
    asked = Query(
        words='convoi "à l\'aube" -nuit', kind="incidents", type="ASSAULT", actor="MLI:MIL", place="Kayes",
        km=25.5, since="2025-01-01", until="2025-12-31", source="A & B",
    )  # fmt: skip
    from urllib.parse import parse_qsl

    assert query_of(dict(parse_qsl(asked.query()))) == asked
    assert query_of({"q": "x", "type": "NONE", "km": "-3", "since": "soon", "kind": "z"}) == Query(words="x")


def test_marks_never_lie_in_each_other() -> None:
    text = "Le convoi de carburant, le convoi"
    found_in = marks(text, "fr", typed('convoi "convoi de carburant"'))
    assert [text[span.start : span.end] for span in found_in] == ["convoi de carburant", "convoi"]
