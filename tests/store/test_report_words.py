"""A word on one report, kept like any other judgement: one behaviour on both stores."""

from __future__ import annotations

import pytest

from faleme.errors import JudgementError
from faleme.records.incident import Incident
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore
from tests.made import KAYES, KIDIRA, dead, event, reading
from tests.store.test_review import AT, WHO, by_article, filled, seen


def one(store: SqlStore) -> Incident:
    """The incident at Diboli, of two reports."""
    found = by_article(store)["a1"]
    assert {member.article for member in found.members} == {"a1", "a2"}
    return found


def test_a_corrected_report_is_kept_shown_and_undone(store: SqlStore) -> None:
    filled(store)
    before = seen(store)
    done = store.judge(
        one(store).id, "correct", report="a2", field="fatalities", value={"min": 4, "max": 4}, **WHO
    )
    assert (done.act, done.who, done.before) == ("correct-report", "awa", {"min": 15, "max": 18})
    shown = one(store)
    assert [claim.fatalities for claim in shown.claims] == [dead(7, 7), dead(4, 4)]
    assert [(word.article, word.field) for word in shown.on_reports] == [("a2", "fatalities")]
    (past,) = store.history(shown.id)
    assert past.judgement == done
    store.undo(done.number, **WHO)
    assert seen(store) == before


def test_a_rejected_report_stands_apart_with_a_history_on_both_pages(store: SqlStore) -> None:
    filled(store)
    before, whole = seen(store), one(store)
    done = store.judge(whole.id, "reject", report="a2:1", note="un exercice", **WHO)
    out, rest = by_article(store)["a2"], by_article(store)["a1"]
    assert (out.verdict, rest.id, [m.article for m in rest.members]) == ("rejected", whole.id, ["a1"])
    assert {each.id for each in store.incidents()} == {each.id for each in before}
    for address in (out.id, rest.id):
        assert [past.judgement.number for past in store.history(address)] == [done.number]
    seen(store)
    store.undo(done.number, **WHO)
    assert seen(store) == before


def test_a_later_run_keeps_the_word_on_a_report(store: SqlStore) -> None:
    filled(store)
    store.judge(by_article(store)["a3"].id, "correct", report="a3", field="tags", value=["road"], **WHO)
    renamed = event("a3:new", place=KAYES, mode="firearms")
    text = "Tirs à Kayes\n\nLa ville a entendu des détonations."
    store.add([reading("a3", renamed, text=text)], actor="machine", at=AT)
    shown = by_article(store)["a3"]
    assert (shown.tags, shown.mode) == (("road",), "firearms")
    assert [word.event for word in shown.on_reports] == ["a3:new"]
    store.add([reading("b", event("b:1", place=KIDIRA), text="Kidira\n\nAutre chose.")], actor="m", at=AT)
    assert by_article(store)["a3"].tags == ("road",)
    assert store.orphaned() == []


def test_lists_ask_by_what_a_corrected_report_says(store: SqlStore) -> None:
    filled(store)
    store.judge(by_article(store)["a3"].id, "correct", report="a3", field="type", value="COERCE", **WHO)
    assert [each.id for each in store.incidents(wanted=Wanted(type="COERCE"))] == [by_article(store)["a3"].id]


@pytest.mark.parametrize("report", ["a3", "nowhere", ""])
def test_a_report_of_elsewhere_is_refused(store: SqlStore, report: str) -> None:
    filled(store)
    with pytest.raises(JudgementError):
        store.judge(one(store).id, "reject", report=report, **WHO)
    assert store.judgements() == []
