"""Similar articles on the pages: all of them for the analyst, for the public what both articles show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.records.reading import Reading
from faleme.store.sql import SqlStore, open_store
from tests.desk import seed
from tests.desk.conftest import visit
from tests.desk.test_pages import plain
from tests.desk.test_review import incident_of

OUTSIDE = {"access": "public", "address": "203.0.113.9", "host": "desk.example"}
BODY = (
    "La passerelle de Moussala a cédé sous un camion de riz dans la soirée. Les commerçants de la rive "
    "attendent une pirogue, et le sous-préfet demande une grue à Kéniéba."
)


def told(identifier: str, title: str, body: str, event: bool = False, **given: object) -> Reading:
    article = seed.made_article(identifier, title, body, **given)
    marking = article.marking
    happening = {"type": "COERCE", "mode": None, "place": seed.KAYES, "marking": marking}
    events = (seed.made_event(article.text, f"e-{identifier}", title, **happening),) if event else ()
    return Reading(article=article, events=events, places=(), times=(), figures=())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    folder: Path = tmp_path_factory.mktemp("similar")
    store = open_store(f"sqlite:///{folder / 'desk.db'}")
    store.add(
        [
            told("pont", "La passerelle de Moussala cède", BODY, event=True, source="La Rive"),
            told("repris", "La passerelle de Moussala cède", f"{BODY} Suite demain.", True, source="Le Gué"),
            told("suite", "Moussala sans passerelle", "La passerelle de Moussala attend sa grue de Kéniéba."),
            told("note", "Note Canarisecret sur la passerelle", BODY, marking="GREEN", source="Canarivert"),
            told("lutte", "Zale bat Franc à l’arène", "Le lutteur Zale a renversé Franc dimanche."),
        ],
        actor="test",
        at="2026-02-03T00:00:00+00:00",
    )
    yield store
    store.close()


def panel(page: str) -> str:
    """The words of the panel."""
    start = page.index('class="similar"')
    return plain("<p " + page[start : page.index("</section>", start)])


def test_the_analyst_sees_copies_first_then_the_story_with_the_words_that_tell_it(store: SqlStore) -> None:
    words = panel(visit(store).get("/article/pont").text)
    assert "Articles similaires" in words
    copy, story = words.index("presque le même texte"), words.index("même sujet")
    assert copy < story
    assert "Le Gué · 2 juillet 2025" in words or "Canarivert" in words
    assert "en commun :" in words and "passerelle" in words[story:]
    assert "Zale" not in words and words.count("Le Gué") == 1
    assert "Similar articles" in panel(visit(store).get("/article/pont?lang=en").text)


def test_an_article_like_no_other_says_so(store: SqlStore) -> None:
    words = panel(visit(store).get("/article/lutte").text)
    assert "Aucun article semblable" in words


def test_the_public_sees_only_what_it_may_see_of_both(store: SqlStore) -> None:
    page = visit(store, **OUTSIDE).get("/article/pont").text  # type: ignore[arg-type]
    words = panel(page)
    assert "Le Gué" in words and "Moussala sans passerelle" in words
    assert "Canari" not in page and "/article/note" not in page
    assert "Canarivert" in panel(visit(store).get("/article/pont").text)


def test_words_that_stand_in_no_public_part_are_not_named(store: SqlStore) -> None:
    far = "Rien de nouveau au marché. " * 12
    hidden = told("ail", "Moussala, la passerelle", far + "Un oignonnier furibond proteste à Moussala.")
    other = told("oignon", "À Moussala, la passerelle", "Un oignonnier furibond proteste. " + far)
    store.add([hidden, other], actor="test", at="2026-02-03T00:00:00+00:00")
    assert "furibond" in panel(visit(store).get("/article/ail").text)
    public = visit(store, **OUTSIDE).get("/article/ail").text  # type: ignore[arg-type]
    assert "passerelle" in panel(public) and "furibond" not in public


def test_one_text_in_two_outlets_is_marked_as_one_voice_on_the_incident(store: SqlStore) -> None:
    pair = [incident_of(store, "pont"), incident_of(store, "repris")]
    if pair[0] != pair[1]:
        store.merge(pair, who="awa", at="2026-02-03T08:00:00+00:00")
    for client in (visit(store), visit(store, **OUTSIDE)):  # type: ignore[arg-type]
        page = client.get(f"/incident/{incident_of(store, 'pont')}").text
        assert "une seule voix" in plain(page)
    assert "one voice" in plain(visit(store).get(f"/incident/{incident_of(store, 'pont')}?lang=en").text)
