"""Explanations: every event with its words and reasons, and what was considered and dropped."""

from __future__ import annotations

import json
from functools import cache
from math import exp
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main
from faleme.explain import Explained, Explanation, Value, explain
from faleme.pipeline import Resources, load, read_article
from faleme.read.sample import sample
from faleme.records.text import Article
from faleme.terminal_explain import WIDTH, lines_of, plain

PAGE = """Attaque au poste de Kidira

Des hommes armés ont attaqué mardi 3 mars 2026 le poste de douane de Kidira et tué au moins 3 douaniers.

Un accident de la route a fait deux morts à Bakel. Il a évoqué un risque d’attaques.

Le ministre de l’Intérieur a exigé la libération des otages.
"""
ENGLISH = """Attack on a convoy

JNIM fighters attacked a fuel convoy near Diboli in western Mali on Monday, killing 4 drivers.

The army did not attack the village.
"""


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


@cache
def resources() -> Resources:
    return load()


def told(text: str, language: str = "fr") -> Explanation:
    title = text.partition("\n")[0]
    article = Article(
        id="a1", title=title, text=text, published="2026-03-04", source="SeneNews", language=language
    )
    return explain(article, resources())


def value(explained: Explained, name: str) -> Value:
    return next(each for each in explained.values if each.name == name)


def first(explanation: Explanation, kind: str) -> Explained:
    return next(each for each in explanation.events if each.event.type == kind)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_explained_is_what_is_read_and_every_event_stands_on_words_that_passed(language: str) -> None:
    """Guards the copy of the coder's decision too: what an event stands on was kept."""
    articles = [article for article in sample() if article.language == language]
    assert articles
    for article in articles:
        explanation = explain(article, resources())
        assert tuple(each.event for each in explanation.events) == read_article(article, resources()).events
        for each in explanation.events:
            assert each.told[0].weighing.kept
            assert each.event.trigger and each.event.trigger.start == each.told[0].start
            assert [v.name for v in each.values] == [
                "actors", "recipients", "place", "time", "status", "mode", "tags", "fatalities",
            ]  # fmt: skip
            assert each.told[0].weighing.confidence is None or each.event.confidence > 0
        kept = {(t.start, t.row) for each in explanation.events for t in each.told if t.weighing.kept}
        assert not kept & {(each.start, each.row) for each in explanation.dropped}


def test_every_argument_has_its_reason() -> None:
    attack = first(told(PAGE), "ASSAULT")
    lead = attack.told[0]
    assert (lead.words, lead.part_of_speech, lead.frame.name) == ("attaquer", "v", "assault")
    assert lead.frame.places["subject"] == "A"
    assert "hommes armés" in value(attack, "actors").reasons[0]
    assert value(attack, "place").value == "Kidira (SEN), locality"
    assert value(attack, "time").value == "2026-03-03"
    assert "mardi 3 mars 2026" in value(attack, "time").reasons[0]
    assert value(attack, "status").reasons == ("present perfect",)
    assert value(attack, "mode").value == "none"
    request = first(told(PAGE), "REQUEST")
    assert value(request, "mode").reasons == ("the word « libération » behind it",)
    assert any("otages" in reason for reason in value(request, "tags").reasons)


def test_the_dead_are_told_with_the_words_that_count_them() -> None:
    deadly = next(each for each in told(PAGE).events if each.event.fatalities)
    assert value(deadly, "fatalities").value == "at least 3"
    assert "au moins 3 douaniers" in value(deadly, "fatalities").reasons[0]


def test_the_parts_of_the_second_opinion_add_up_to_the_confidence() -> None:
    weighing = first(told(PAGE), "ASSAULT").told[0].weighing
    assert weighing.confidence is not None
    assert weighing.rules_part is not None and weighing.learned_part is not None
    assert weighing.confidence == pytest.approx(1 / (1 + exp(-weighing.rules_part - weighing.learned_part)))
    assert all(weight > 0 for _, weight in weighing.speaks_for)
    assert all(weight < 0 for _, weight in weighing.against)


def test_what_was_considered_and_dropped_has_its_reason() -> None:
    explanation = told(PAGE)
    text = explanation.article.text
    dropped = {text[each.start : each.end]: each for each in explanation.dropped}
    risk = dropped["attaques"]
    assert risk.fate in ("too unsure", "turned down")
    assert "called for" in risk.reason
    screened = told("Sport\n\nLe stade est plein pour le championnat : l’attaque du club a raté le match.\n")
    assert {each.fate for each in screened.dropped} == {"no event"}
    assert {each.reason for each in screened.dropped} == {"an article about sport"}


def test_a_language_without_learned_weights_is_decided_by_the_rules() -> None:
    explanation = told(ENGLISH, "en")
    weighing = explanation.events[0].told[0].weighing
    assert (weighing.confidence, weighing.asked_of) == (None, "rules")
    assert any("no second opinion" in line for line in lines_of(explanation))


@pytest.mark.parametrize(("text", "language"), [(PAGE, "fr"), (ENGLISH, "en"), ("", "fr"), ("x" * 300, "fr")])
def test_no_line_is_longer_than_the_page(text: str, language: str) -> None:
    lines = list(lines_of(told(text, language)))
    assert lines
    assert max(map(len, lines)) <= WIDTH


def test_terms_of_the_parser_are_told_in_plain_words() -> None:
    assert plain("« X », subject: nsubj of the verb") == "« X », the subject of the verb, by the parse"
    shown = "\n".join(lines_of(told(PAGE)))
    assert "nsubj of" not in shown and "obj of" not in shown


def test_one_event_is_named_by_number_or_by_the_beginning_of_its_id() -> None:
    explanation = told(PAGE)
    one = explanation.of("1")
    assert one is not None and [each.number for each in one.events] == [1]
    assert explanation.of(explanation.events[0].event.id[:8]) == one
    assert {each.sentence for each in one.dropped} <= set(one.events[0].event.evidence)
    assert explanation.of("99") is None and explanation.of("") is None


def test_the_command_explains_a_file_an_input_and_an_article_of_the_store(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    shown = run("explain", str(page)).stdout
    for word in ("sentence", "trigger", "frame", "actors", "learned", "confidence", "considered and dropped"):
        assert word in shown
    assert run("explain", "-", stdin=PAGE.encode()).stdout.splitlines()[0] == "Attaque au poste de Kidira"
    lines = tmp_path / "articles.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"id": name, "title": name, "text": f"{name}\n\n{PAGE}", "language": "fr"}) + "\n"
            for name in ("un", "deux")
        ),
        encoding="utf-8",
    )
    assert run("explain", "--id", "deux", str(lines)).stdout.startswith("deux\n")
    store = f"sqlite:///{tmp_path}/desk.db"
    run("--store", store, "add", str(lines))
    record = json.loads(run("--store", store, "explain", "--format", "json", "un", "1").stdout)
    assert record["article"]["id"] == "un"
    assert [each["number"] for each in record["events"]] == [1]


def test_what_cannot_be_explained_is_one_line(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    store = f"sqlite:///{tmp_path}/desk.db"
    for arguments, code in (
        (("--store", store, "explain", "nobody-knows-this"), 3),
        (("explain", "--id", "x", str(page)), 3),
        (("explain", str(page), "99"), 2),
    ):
        done = run(*arguments)
        assert (done.exit_code, len(done.stderr.splitlines())) == (code, 1)
