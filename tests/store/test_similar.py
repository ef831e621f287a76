"""Similar articles of a store: the same answers on both databases, kept up with every write."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from faleme.records.reading import Reading
from faleme.store.sql import SqlStore, open_store
from tests.made import KAYES, KIDIRA, event, reading

AT = "2026-02-01T00:00:00+00:00"
BODY = "Le pont de Diboli sera fermé aux camions lundi pour des travaux, annonce la préfecture de Kayes."
PRESS = [
    reading("a", text=f"Le pont de Diboli ferme\n\n{BODY}", source="A"),
    reading("b", text=f"Le pont de Diboli ferme\n\n{BODY} Fin.", source="B"),
    reading("c", text="Diboli sans pont\n\nÀ Diboli, la préfecture ferme le pont aux camions lundi."),
    reading("d", text=f"Diboli sans pont\n\n{BODY} Les camions attendent dimanche.", marking="GREEN"),
    reading("e", text="Lutte : Zale bat Franc\n\nLe lutteur Zale a battu Franc dimanche à l’arène."),
]  # fmt: skip


def filled(store: SqlStore, press: list[Reading] | None = None) -> SqlStore:
    store.add(press or PRESS, actor="machine", at=AT)
    return store


def near(store: SqlStore, article: str, **given: object) -> dict[str, str]:
    """Kinds of the neighbours of an article, copies of neighbours among them."""
    found = store.similar(article, **given)  # type: ignore[arg-type]
    kinds = {source.id: "copy of a neighbour" for each in found for source in each.copies}
    return kinds | {each.article.id: each.kind for each in found}


def test_neighbours_come_with_outlet_kind_and_the_words_that_both_tell(store: SqlStore) -> None:
    filled(store)
    found = {each.article.id: each for each in store.similar("a")}
    assert (found["b"].kind, found["b"].article.source) == ("near-copy", "B")
    assert found["c"].kind == "same-story"
    assert {"pont", "Diboli", "camions"} <= set(found["c"].words)
    assert store.similar("e") == []


def test_the_article_itself_and_an_unknown_one_have_no_part_in_it(store: SqlStore) -> None:
    filled(store)
    assert all("a" not in near(store, "a") for _ in range(2))
    assert store.similar("nowhere") == []


def test_only_articles_of_the_markings_asked_for_are_looked_at(store: SqlStore) -> None:
    filled(store)
    assert "d" in near(store, "a")
    assert "d" not in near(store, "a", markings=["CLEAR"])
    assert near(store, "a", markings=[]) == {}


def test_what_tells_of_the_same_incident_is_there_with_the_incident(store: SqlStore) -> None:
    one = reading(
        "x", event("x:1", place=KAYES), text="Tirs à Kayes\n\nDes détonations ont réveillé la ville."
    )
    two = reading(
        "y", event("y:1", place=KAYES), text="Kayes sous le choc\n\nLe gouverneur appelle au calme."
    )
    filled(store, [one, two])
    ids = [next(iter(store.incident_of(each).values())) for each in ("x", "y")]
    if ids[0] != ids[1]:
        store.merge(ids, who="awa", at=AT)
    (found,) = store.similar("x")
    assert (found.article.id, found.kind) == ("y", "same-incident")
    assert found.incident == store.incident_of("x")["x:1"]


def test_a_search_sees_what_was_added_changed_and_emptied_since_the_last(store: SqlStore) -> None:
    filled(store, PRESS[:1])
    assert near(store, "a") == {}
    filled(store, PRESS[1:3])
    assert near(store, "a") == {"b": "near-copy", "c": "same-story"}
    filled(store, [reading("b", text="Lutte : Zale bat Franc\n\nLe lutteur Zale a battu Franc à l’arène.")])
    assert near(store, "a") == {"c": "same-story"}
    filled(store, [PRESS[4]])
    assert near(store, "b") == {"e": "same-story"} or near(store, "b") == {"e": "near-copy"}
    store.empty()
    filled(store, PRESS[:2])
    assert near(store, "a") == {"b": "near-copy"}


def story(number: int, chance: random.Random) -> Reading:
    words = ["pont", "douane", "camion", "marché", "mine", "convoi", "bétail", "école", "forage", "barrage"]
    title = " ".join(chance.choices(words, k=3))
    return reading(f"s{number:03}", text=f"{title}\n\n" + " ".join(chance.choices(words, k=14)) + ".")


def test_searches_repeat_whatever_was_read_anew_before(url: str, store: SqlStore) -> None:
    chance = random.Random(4)
    press = [story(n, chance) for n in range(160)]
    filled(store, press)
    first = {each.article.id: store.similar(each.article.id) for each in press[:12]}
    others = [story(n, chance) for n in range(150)]
    filled(store, others)  # most articles read anew …
    assert {name: store.similar(name) for name in first} != first
    filled(store, press)  # … and back
    again = open_store(url)
    try:
        for name, found in first.items():
            assert store.similar(name) == found
            assert again.similar(name) == found
    finally:
        again.close()


def test_searches_beside_a_run_fail_never_and_miss_nothing_at_its_end(url: str, store: SqlStore) -> None:
    chance = random.Random(5)
    press = [story(n, chance) for n in range(60)]
    filled(store, press[:10])
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(40):
                store.similar("s000")
        except BaseException as error:
            failures.append(error)

    def run() -> None:
        own = open_store(url)
        try:
            for each in press[10:] + [story(n, chance) for n in range(1, 9)]:
                own.add([each], actor="machine", at=AT)
        except BaseException as error:
            failures.append(error)
        own.close()

    threads = [threading.Thread(target=search), threading.Thread(target=search), threading.Thread(target=run)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    fresh = open_store(url)
    assert store.similar("s000", limit=50) == fresh.similar("s000", limit=50)
    fresh.close()


def test_an_older_store_files_its_articles_at_the_next_write(url: str, store: SqlStore) -> None:
    from alembic import command
    from alembic.config import Config

    import faleme.store.migrate as migrate
    from faleme.store.engine import make_engine

    filled(store)
    before = store.similar("a")
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).with_name("migrations")))
    engine = make_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    engine.dispose()
    old = open_store(url)
    assert old.similar("a") == []
    old.add([reading("f", event("f:1", place=KIDIRA), text="Kidira\n\nUn marché.")], actor="machine", at=AT)
    assert old.similar("a") == before
    old.close()


def test_copies_among_reports_lead_to_the_first(store: SqlStore) -> None:
    filled(store)
    assert store.copies(["c", "b", "a", "e", "nowhere"]) == {"a": "b"}
    assert store.copies([]) == {}
