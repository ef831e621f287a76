"""The brief as it is printed: French typography, the same bytes every time, nobody's mark-up."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from faleme.brief.atom import ATOM, feed
from faleme.brief.html import entry, page
from faleme.brief.markdown import markdown
from faleme.brief.note import Brief
from faleme.brief.pdf import pdf
from faleme.brief.words import brief_words
from faleme.words.wording import DeskLanguage, read_words
from tests.brief.made import DIBOLI, KAYES, NIORO, composed, dead, incident, on, source

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def busy(language: DeskLanguage = "fr", **given: object) -> Brief:
    """A brief with something of everything."""
    return composed(
        incident("one", ("a1", "a2"), claims=(dead("a1", 3, 3), dead("a2", 9, 9))),
        incident("two", place=KAYES, tags=("fuel",)),
        incident("three", place=NIORO, time=None, status="denied"),
        incident("four", place=None, type="AGREE", actors=("SEN:GOV", "MLI:GOV"), recipients=()),
        language=language,
        **given,
    )


def test_french_has_its_spaces_quotes_and_ordinals() -> None:
    text = markdown(busy())
    assert not re.search(r"[^\s\u00a0\u202f:/][;!?»]", text.replace("https://", "")), (
        "a mark without its space"
    )
    assert not re.search(r" [;:!?»]", text), "a mark behind a space that may break"
    assert f"{NO_BREAK}:" in text and f"{NARROW};" in text
    assert "’" in text and not re.search(r"\w'\w", text)
    assert f"1er{NO_BREAK}juillet" in text and "1 juillet" not in text
    assert f"50{NO_BREAK}km" in text


def test_english_has_neither() -> None:
    text = markdown(busy("en"))
    assert f"1{NO_BREAK}July" in text and f"4{NO_BREAK}happenings:" in text and NARROW not in text


def test_both_languages_say_the_same_things() -> None:
    french, english = read_words("fr", "brief.toml"), read_words("en", "brief.toml")
    fields = re.compile(r"\{(\w+)\}")
    for table in ("say", "several"):
        assert french[table].keys() == english[table].keys()
    for key, said in french["say"].items():
        assert set(fields.findall(str(said))) == set(fields.findall(str(english["say"][key]))), key
    for group, labels in french["labels"].items():
        assert labels.keys() == english["labels"][group].keys()


def test_every_plural_is_of_a_known_act() -> None:
    for language in ("fr", "en"):
        words = brief_words(language)
        for key in words.words["several"]:
            kind, _, mode = key.partition(".")
            assert (kind, mode or None) in words.writer.acts.known()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_brief_gives_the_same_bytes(language: DeskLanguage) -> None:
    first, second = pdf(busy(language)), pdf(busy(language))
    assert first == second and first.startswith(b"%PDF-")
    assert b"D:20250701" in first  # its own last day, not the clock's
    assert markdown(busy(language)) == markdown(busy(language))
    assert page(busy(language)) == page(busy(language))


def test_a_brief_of_nothing_is_a_document_too() -> None:
    empty = composed(last=dt.date(2025, 6, 1))
    assert pdf(empty).startswith(b"%PDF-")
    assert "Aucun fait" in markdown(empty) and "Aucun fait" in page(empty) and "Aucun fait" in entry(empty)


def test_an_outlets_name_is_never_mark_up() -> None:
    name = '<script>x</script> #set [a](b) *c* $d$ "e" `f`'
    hostile = busy(sources={each: source(each, name) for each in ("a1", "a2")})
    assert pdf(hostile).startswith(b"%PDF-")
    assert "<script>" not in page(hostile) and "&lt;script&gt;" in page(hostile)
    assert r"\[a\](b) \*c\*" in markdown(hostile)
    odd = source("a1")
    odd = msgspec.structs.replace(odd, url="javascript:alert(1)")
    assert composed(incident("one"), sources={"a1": odd}).footnotes[0].url is None


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_name_can_be_written(name: str) -> None:
    brief = composed(incident("one"), sources={"a1": source("a1", name)})
    assert pdf(brief).startswith(b"%PDF-")
    assert page(brief) and markdown(brief)
    etree.fromstring(_feed(brief))


def _feed(*briefs: Brief) -> bytes:
    return feed(
        briefs, language="fr", scope="public", address="https://desk.example/feeds/brief.atom",
        page_of=lambda brief: f"https://desk.example/?since={brief.since}",
    )  # fmt: skip


def test_the_feed_has_an_entry_a_day_whose_id_stays() -> None:
    day = dt.date(2025, 7, 1)
    early = composed(incident("one"), since=day, until=day)
    later = composed(
        incident("one", ("a1", "a2")), since=day, until=day,
        sources={"a1": source("a1"), "a2": source("a2", published="2025-07-03T09:30")},
    )  # fmt: skip
    before, after = (etree.fromstring(_feed(brief)) for brief in (early, later))
    name = {"a": ATOM}
    assert before.findtext("a:entry/a:id", None, name) == after.findtext("a:entry/a:id", None, name)
    assert before.findtext("a:entry/a:updated", None, name) == "2025-07-01T00:00:00Z"
    assert after.findtext("a:entry/a:updated", None, name) == "2025-07-03T09:30:00Z"
    assert after.findtext("a:updated", None, name) == "2025-07-03T09:30:00Z"
    content = after.find("a:entry/a:content", name)
    assert content is not None and content.get("type") == "html" and "À la frontière" in (content.text or "")
    assert _feed(later) == _feed(later)
    other = composed(incident("one", time=on("2025-06-30")), since=day - dt.timedelta(1), until=day)
    assert DIBOLI.name in entry(other)


def test_a_single_day_is_not_said_in_every_sentence() -> None:
    day = dt.date(2025, 7, 1)
    brief = composed(incident("one"), since=day, until=day)
    assert brief.title.replace(NO_BREAK, " ") == "Mardi 1er juillet 2025"
    assert brief.sentences[0].text.startswith("Le JNIM a attaqué")


def test_another_year_is_said() -> None:
    brief = composed(incident("one", time=on("2024-07-01"), first_published="2024-07-02"))
    assert brief.sentences[0].text.replace(NO_BREAK, " ").startswith("Le 1er juillet 2024, le JNIM")
