"""CAP 1.2: what goes out is what the standard asks, and reads back the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from faleme.errors import InputError
from faleme.lexicon.alert_rules import load_alert_rules
from faleme.records.alert import Alert
from faleme.warn.cap import NAMESPACE, cap_xml, read_cap
from faleme.warn.compose import alert_of, stamp
from faleme.warn.rules import fired
from tests.warn.made import KAYES, attack, scene

SCHEMA = Path(__file__).parent / "CAP-v1.2.xsd"
"""The standard's own schema (OASIS Open 2010, to be copied freely with its notice)."""
NOW = dt.datetime(2025, 7, 2, 8, 30, tzinfo=dt.UTC)


def alerts() -> list[Alert]:
    told = scene(
        "2025-07-02", attack("a", "2025-07-01", mode="firearms"),
        attack("b", "2025-07-02", KAYES, type="COERCE", mode="restrict", tags=("road", "fuel")),
    )  # fmt: skip
    rules = {each.id: each for each in load_alert_rules()}
    return [
        alert_of(each, rules[each.rule], told.by_id, sender="veille@exemple.org", now=NOW)
        for each in fired(told, rules.values())
    ]


def test_every_alert_reads_back_the_same() -> None:
    made = alerts()
    assert {each.rule for each in made} >= {"attack-10km", "corridor-blocked", "first-on-segment"}
    for each in made:
        assert read_cap(cap_xml(each)) == each


def test_every_alert_passes_the_schema_of_the_standard() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for each in alerts():
        schema.assertValid(etree.fromstring(cap_xml(each)))


def test_both_languages_and_our_own_sentence() -> None:
    root = etree.fromstring(cap_xml(alerts()[0]))
    languages = [node.text for node in root.iter(f"{{{NAMESPACE}}}language")]
    headlines = [node.text for node in root.iter(f"{{{NAMESPACE}}}headline")]
    assert languages == ["fr-FR", "en-GB"]
    assert headlines[0].startswith("Attaque à Diboli") and headlines[1].startswith("Attack at Diboli")
    described = root.findtext(f".//{{{NAMESPACE}}}description")
    assert described is not None and "JNIM" in described and "revu par personne" in described


def test_the_marking_goes_with_the_message() -> None:
    for each in alerts():
        root = etree.fromstring(cap_xml(each))
        scope = root.findtext(f"{{{NAMESPACE}}}scope")
        restriction = root.findtext(f"{{{NAMESPACE}}}restriction")
        if each.marking == "CLEAR":
            assert (scope, restriction) == ("Public", None)
        else:
            assert (scope, restriction) == ("Restricted", f"TLP:{each.marking}")


def test_the_same_firing_is_the_same_message() -> None:
    assert [each.id for each in alerts()] == [each.id for each in alerts()]
    assert cap_xml(alerts()[0]) == cap_xml(alerts()[0])


def test_an_update_and_a_cancel_name_what_they_are_about() -> None:
    told = scene("2025-07-02", attack("a", "2025-07-01"))
    rule = load_alert_rules()[0]
    firing = fired(told, [rule])[0]
    first = alert_of(firing, rule, told.by_id, sender="veille@exemple.org", now=NOW)
    later = alert_of(
        firing, rule, told.by_id, sender="veille@exemple.org", now=NOW + dt.timedelta(hours=3),
        message="Cancel", earlier=[first],
    )  # fmt: skip
    assert later.id != first.id and later.references == (first.reference,)
    assert later.texts[0].headline.startswith("Annulé")
    assert read_cap(cap_xml(later)).references == later.references


def test_times_have_an_offset_and_never_a_z() -> None:
    assert stamp(NOW) == "2025-07-02T08:30:00-00:00"
    assert stamp(NOW.astimezone(dt.timezone(dt.timedelta(hours=2)))) == "2025-07-02T10:30:00+02:00"
    with pytest.raises(ValueError, match="offset"):
        told = scene("2025-07-02", attack("a", "2025-07-01"))
        rule = load_alert_rules()[0]
        alert_of(fired(told, [rule])[0], rule, told.by_id, sender="x", now=dt.datetime(2025, 7, 2))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("<status>Actual", "<status>Real"), "not of the standard"),
        (("<sender>veille@exemple.org</sender>", ""), "no sender"),
        (("08:30:00-00:00</sent>", "08:30:00Z</sent>"), "no time of CAP"),
        (("<alert ", "<notice "), "no XML"),
        (("<scope>Public", "<scope>Private"), "scope Private"),
        (("<circle>14.", "<circle>114."), "no point on earth"),
    ],
)
def test_what_breaks_the_standard_is_refused_in_one_line(change: tuple[str, str], says: str) -> None:
    text = cap_xml(alerts()[0]).decode().replace(*change)
    with pytest.raises(InputError, match=says):
        read_cap(text.encode())


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_words_can_be_sent(words: str) -> None:
    alert = alerts_once()
    text = msgspec.structs.replace(alert.texts[0], headline=f"x{words}x")
    read = read_cap(cap_xml(msgspec.structs.replace(alert, texts=(text,))))
    assert read.texts[0].headline.startswith("x") and read.texts[0].headline.endswith("x")


def alerts_once(kept: list[Alert] = []) -> Alert:  # noqa: B006
    if not kept:
        kept.extend(alerts())
    return kept[0]
