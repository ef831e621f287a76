"""What was done and to whom: acts within one affair, people by two names, days that can be an event's own."""

from __future__ import annotations

from typing import Any

from faleme.lexicon.link_rules import load_link_acts, load_link_rules
from faleme.link.acts import act_of, people
from faleme.link.incidents import link
from faleme.link.judge import judge, persons, shown
from faleme.link.relations import days_told, sides, when, where, who
from faleme.records.event import EventPlace, Trigger
from tests.link.test_judge import told
from tests.made import DIBOLI, KAYES, day, event, report

ARREST: dict[str, Any] = {"type": "COERCE", "mode": "arrest", "actors": ("SEN:COP",)}


def arrested(identifier: str, text: str, word: str, **given: Any) -> Any:
    start = text.index(word)
    return told(
        identifier, text, trigger=Trigger(start=start, end=start + len(word), rule=""), **(ARREST | given)
    )


def test_custody_is_one_act_in_many_words_and_a_trial_is_another() -> None:
    assert act_of("COERCE", ("garde", "vue")) == act_of("COERCE", ("incarc",)) == "custody"
    assert act_of("ACCUSE", ("proces",)) != act_of("ACCUSE", ("convoc",))
    assert act_of("COERCE", ("xyz",)) == ""


def test_every_act_is_of_a_type_that_has_events() -> None:
    assert {"COERCE", "ACCUSE", "ASSAULT"} <= set(load_link_acts())
    assert all(
        word == word.lower() for acts in load_link_acts().values() for _, words in acts for word in words
    )


def test_people_are_two_names_together() -> None:
    assert people("Le juge a entendu Tamba Kamissoko, maire de Bakel.") == {"tamba kamiss"}
    assert people("Kamissoko a parlé à Bakel") == set()


def test_one_person_arrested_is_one_happening_a_week_later_too() -> None:
    first = arrested("a", "Tamba Kamissoko placé en garde à vue à la brigade", "garde à vue")
    later = arrested(
        "b", "Un élu revient sur l’arrestation de Tamba Kamissoko", "arrestation", published="2025-07-10"
    )
    other = arrested("c", "Un élu revient sur l’arrestation de Moussa Tandia", "arrestation")
    assert persons(first, later) == {"tamba kamiss"}
    assert shown(first, later)["beside"] == 1.0
    assert judge(first, later).judgement == "same"
    assert any("both name tamba kamiss" in reason for reason in judge(first, later).reasons)
    assert judge(first, other).judgement == "not-the-same"


def test_a_plan_for_a_day_gone_by_and_a_tribute_to_an_old_day_tell_no_day() -> None:
    plan = report("e1", "a1", published="2025-07-10", status="planned", time=day("2025-07-04"))
    tribute = report("e2", "a2", published="2025-10-31", type="SUPPORT", time=day("2014-10-30"))
    assert days_told(plan) is None
    assert days_told(tribute) is None
    assert days_told(report("e3", "a3", published="2025-07-10", time=day("2025-07-04"))) is not None
    assert when(plan, report("e4", "a4", published="2025-07-11", time=None)).word == "untold"


def test_unnamed_gunmen_may_be_the_group_that_another_report_names() -> None:
    assert who(("JNIM",), ("MLI:REB",)).word == "half"
    assert who(("JNIM",), ("MLI:MIL",)).word == "other"


def test_an_attack_and_its_answer_are_two() -> None:
    attack = event("e1", actors=("JNIM",), recipients=("MLI:MIL",))
    answer = event("e2", actors=("MLI:MIL",), recipients=("JNIM",))
    assert sides(attack, answer).word == "turned"
    assert sides(attack, attack).word == "kept"


def test_a_region_holds_the_town_whose_name_it_bears_however_large_it_is() -> None:
    region = EventPlace(name="Kayes", country="MLI", lat=12.9, lon=-10.1, level="area")
    assert where(region, KAYES).word == "within"


def test_two_attacks_on_a_day_do_not_meet_by_a_report_that_tells_no_place() -> None:
    here, there = report("e1", "a1", place=DIBOLI), report("e2", "a2", place=KAYES)
    vague = report("e3", "a3", place=None)
    for each in link([here, there, vague]):
        assert not {"a1", "a2"} <= {member.article for member in each.members}


def test_a_party_that_one_article_alone_gives_is_not_the_incidents() -> None:
    reports = [report(f"e{n}", f"a{n}", actors=("JNIM",)) for n in range(3)]
    reports.append(report("e9", "a9", actors=("JNIM", "MLI:BUS")))
    (incident,) = link(reports)
    assert incident.actors == ("JNIM",)
    (pair,) = link([reports[0], reports[3]])
    assert set(pair.actors) == {"JNIM", "MLI:BUS"}


def test_an_incident_is_where_and_when_most_of_its_reports_put_it() -> None:
    near = EventPlace(name="Pont de Diboli", country="MLI", lat=DIBOLI.lat, lon=DIBOLI.lon, level="locality")
    reports = [report(f"e{n}", f"a{n}", place=DIBOLI) for n in range(3)]
    reports.insert(0, report("e0x", "a0", place=near))
    (incident,) = link(reports)
    assert incident.place == DIBOLI


def test_each_weight_names_something_that_two_reports_can_show() -> None:
    first = arrested("a", "Tamba Kamissoko placé en garde à vue", "garde à vue", place=DIBOLI)
    names = set(shown(first, first)) | {f"force {name}" for name in load_link_rules().force}
    plain = {name for name in load_link_rules().weights if " " not in name}
    assert plain <= names
