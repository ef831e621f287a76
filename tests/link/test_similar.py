"""Neighbours of an article: copies marked, never itself, never a copy twice, the same answer every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from faleme.link.similar import WIDTH, Neighbours, similar, vector
from faleme.link.traits import Page, page_of
from tests.made import article

BODY = "Le pont de Diboli sera fermé aux camions lundi pour des travaux, annonce la préfecture de Kayes."
PAGES = {
    "a": page_of(article("a", f"Le pont de Diboli ferme\n\n{BODY}")),
    "b": page_of(article("b", f"Le pont de Diboli ferme\n\n{BODY} Fin.")),
    "c": page_of(
        article("c", "Diboli sans pont\n\nÀ Diboli, la préfecture ferme le pont aux camions lundi.")
    ),
    "d": page_of(article("d", f"Diboli sans pont\n\n{BODY} Les camions attendent depuis dimanche à Kidira.")),
    "e": page_of(article("e", "Lutte : Zale bat Franc\n\nLe lutteur Zale a battu Franc dimanche à l’arène.")),
}
INDEX = Neighbours.of((name, vector(page)) for name, page in PAGES.items())


def near(name: str, same_incident: tuple[str, ...] = ()) -> list[tuple[str, str, tuple[str, ...]]]:
    found = similar(
        name,
        PAGES[name],
        vector(PAGES[name]),
        INDEX,
        pages=lambda ids: {each: PAGES[each] for each in ids},
        same_incident=same_incident,
    )
    return [(each.article, each.kind, each.copies) for each in found]


def test_copies_come_first_then_the_story_and_never_the_article_itself() -> None:
    found = near("a")
    assert found[0][:2] == ("b", "near-copy")
    assert ("c", "same-story", ()) in found
    assert all("a" not in (name, *copies) for name, _, copies in found)
    assert all("e" not in (name, *copies) for name, _, copies in found)


def test_a_copy_of_a_neighbour_is_not_listed_twice() -> None:
    (first, *_) = near("c")
    assert set(first[2]) | {first[0]} >= {"a", "b"}
    names = [name for name, _, copies in near("c") for name in (name, *copies)]
    assert len(names) == len(set(names))


def test_what_tells_of_the_same_incident_is_there_even_in_other_words() -> None:
    assert ("e", "same-incident", ()) in near("c", same_incident=("e", "c"))


def test_an_index_from_files_answers_like_the_one_in_memory(tmp_path: Path) -> None:
    chance = np.random.Generator(np.random.PCG64(5))
    rows = chance.integers(-60, 60, (3000, WIDTH), dtype=np.int8)
    made = Neighbours.of((f"{n:04}", row) for n, row in enumerate(rows))
    made.save(tmp_path)
    opened = Neighbours.open(tmp_path)
    for number in (0, 7, 2999):
        assert made.nearest(rows[number])[0] == (f"{number:04}", 1.0)
        assert opened.nearest(rows[number]) == made.nearest(rows[number])


def test_an_empty_page_and_an_empty_index_are_no_error() -> None:
    assert vector(Page()).tolist() == [0] * WIDTH
    assert Neighbours.of(()).nearest(vector(Page())) == []
