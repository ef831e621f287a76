"""What people decide, kept: one behaviour suite over both stores."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import textwrap
import threading
from typing import Any

import pytest

from faleme.coding.field_reports import filed
from faleme.errors import JudgementError
from faleme.records.field_report import FieldReport
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Span
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore, open_store
from tests.made import DIBOLI, KAYES, KIDIRA, day, dead, event, reading

AT = "2026-02-01T00:00:00+00:00"
WHO = {"who": "awa", "at": AT}
PRESS = [
    reading("a1", event("a1:1", fatalities=dead(7, 7)), text="Poste visé à Diboli\n\nSept morts au poste."),
    reading(
        "a2", event("a2:1", fatalities=dead(15, 18)), text="Diboli sous le feu\n\nOn parle de quinze tués."
    ),
    reading("a3", event("a3:1", place=KAYES), text="Tirs à Kayes\n\nLa ville a entendu des détonations."),
    reading(
        "a4", event("a4:1", type="PROTEST", place=KIDIRA), text="Marche à Kidira\n\nLes gens ont défilé."
    ),
]


def filled(store: SqlStore) -> dict[str, Incident]:
    store.add(PRESS, actor="machine", at=AT)
    return by_article(store)


def by_article(store: SqlStore) -> dict[str, Incident]:
    every = store.incidents(wanted=Wanted(rejected=True))
    return {member.article: each for each in every for member in each.members}


def seen(store: SqlStore) -> list[Incident]:
    """Everything that is shown, and that the index of events agrees with it."""
    every = store.incidents(wanted=Wanted(rejected=True))
    pairs = {(m.event, each.id) for each in every for m in each.members}
    told = {p for r in store.readings() for p in store.incident_of(r.article.id).items()}
    assert pairs == told
    return every


def test_a_correction_is_kept_with_who_when_and_what_was_before(store: SqlStore) -> None:
    there = filled(store)
    done = store.judge(
        there["a3"].id, "correct", field="type", value="COERCE", note="seulement des tirs", **WHO
    )
    assert (done.number, done.who, done.at, done.before, done.after) == (1, "awa", AT, "ASSAULT", "COERCE")
    shown = store.incident(there["a3"].id)
    assert shown and shown.type == "COERCE" and shown.reviewed
    assert [d.field for d in shown.differs] == ["type"]
    assert store.judgements() == [done]
    (past,) = store.history(shown.id)
    assert (past.judgement.note, past.undone_by, past.orphaned) == ("seulement des tirs", None, False)
    assert [i.type for i in store.incidents(wanted=Wanted(type="COERCE"))] == ["COERCE"]


def test_each_act_undone_leaves_what_was_before(store: SqlStore) -> None:
    there = filled(store)
    before = seen(store)
    a1, a3, a4 = there["a1"].id, there["a3"].id, there["a4"].id
    for act in (
        lambda: store.judge(a1, "accept", **WHO),
        lambda: store.judge(a1, "reject", **WHO),
        lambda: store.judge(a1, "unverifiable", **WHO),
        lambda: store.judge(a1, "assign", value="Modou", **WHO),
        lambda: store.judge(a1, "correct", field="place", value=None, **WHO),
        lambda: store.merge([a4, a1, a3], **WHO),
        lambda: store.split(a1, ["a2"], **WHO),
    ):
        number = act().number
        assert seen(store) != before
        store.undo(number, **WHO)
        assert seen(store) == before
    assert [j.act for j in store.judgements()].count("undo") == 7


def test_addresses_survive_merges_splits_and_their_undoing(store: SqlStore) -> None:
    there = filled(store)
    a1, a3, a4 = there["a1"].id, there["a3"].id, there["a4"].id
    store.merge([a3, a1], **WHO)
    again = store.merge([a4, a3], **WHO)
    for address in (a1, a3, a4):
        found = store.incident(address)
        assert found and found.id == a4
    store.undo(again.number, **WHO)
    found = store.incident(a1)
    assert found and found.id == a3
    apart = by_article(store)["a4"]
    assert apart.id == a4
    assert store.incident("inc-nowhere") is None


def test_an_incident_is_found_by_the_beginning_of_its_id(store: SqlStore) -> None:
    there = filled(store)
    assert store.find(there["a1"].id[:9]).id == there["a1"].id
    for wrong in ("inc-", "inc-zzzzzz", "", "%", "inc-______"):
        with pytest.raises(JudgementError):
            store.find(wrong)


def test_a_later_run_keeps_what_people_said(store: SqlStore) -> None:
    there = filled(store)
    store.judge(there["a3"].id, "correct", field="fatalities", value={"min": 2, "max": 2}, **WHO)
    store.merge([there["a3"].id, there["a4"].id], **WHO)
    renamed = event("a3:new", place=KAYES, mode="firearms")
    store.add(
        [reading("a3", renamed, text="Tirs à Kayes\n\nLa ville a entendu des détonations.")],
        actor="machine",
        at=AT,
    )
    shown = by_article(store)["a3"]
    assert (shown.fatalities, shown.mode) == (dead(2, 2), "firearms")
    assert {m.article for m in shown.members} == {"a3", "a4"}
    found = store.incident(there["a3"].id)
    assert found and found == shown
    assert store.orphaned() == []
    seen(store)


def test_a_judgement_without_its_report_is_told_and_comes_back_with_it(store: SqlStore) -> None:
    there = filled(store)
    done = store.judge(there["a3"].id, "reject", **WHO)
    assert by_article(store)["a3"].verdict == "rejected"
    store.add([reading("a3", event("x", place=KAYES, evidence=(Span(3, 9),)))], actor="machine", at=AT)
    assert [j.number for j in store.orphaned()] == [done.number]
    assert by_article(store)["a3"].verdict is None
    store.add([PRESS[2]], actor="machine", at=AT)
    assert store.orphaned() == []
    assert by_article(store)["a3"].verdict == "rejected"
    seen(store)


def test_the_queue_puts_the_border_and_the_dead_first_and_says_why(store: SqlStore) -> None:
    there = filled(store)
    queue = store.queue()
    assert queue[0].incident.id == there["a1"].id
    assert any("dead" in reason for reason in queue[0].reasons)
    assert [q.score for q in queue] == sorted((q.score for q in queue), reverse=True)
    store.judge(there["a1"].id, "accept", **WHO)
    assert there["a1"].id not in {q.incident.id for q in store.queue()}
    late = reading("a9", event("a9:1"), text="Encore Diboli\n\nUn témoin raconte.", published="2025-07-04")
    store.add([late], actor="machine", at=AT)
    assert by_article(store)["a9"].unseen == 1
    assert "joined after" in " ".join(store.queue()[0].reasons)


def test_lists_ask_for_days_nearness_type_and_what_nobody_reviewed(store: SqlStore) -> None:
    there = filled(store)
    store.judge(there["a4"].id, "reject", **WHO)
    store.judge(there["a1"].id, "accept", **WHO)
    assert {i.id for i in store.incidents()} == {there["a1"].id, there["a3"].id}
    assert {i.id for i in store.incidents(wanted=Wanted(unreviewed=True))} == {there["a3"].id}
    assert store.incidents(wanted=Wanted(since="2025-07-02")) == []
    assert store.incidents(wanted=Wanted(until="2025-06-30")) == []
    assert len(store.incidents(wanted=Wanted(country="MLI"))) == 2


def report(**given: object) -> FieldReport:
    values = {
        "source": "préfecture",
        "text": "Un camion retourné.",
        "type": "COERCE",
        "reported": "2025-07-02",
    }
    return FieldReport(**(values | given))  # type: ignore[arg-type]


def test_a_field_report_is_a_report_like_any_other_and_lends_its_marking(store: SqlStore) -> None:
    filled(store)
    told = report(type="ASSAULT", actors=("JNIM",), text="Le poste de Diboli est visé.", grade="B2")
    each = filed(told, DIBOLI)
    event_of = each.reading.events[0]
    dated = filed(FieldReport(**{**_fields(told), "time": day("2025-07-01")}), DIBOLI)
    assert store.add_field_reports([dated], actor="awa", at=AT).new == 1
    again = filed(
        FieldReport(**{**_fields(told), "time": day("2025-07-01"), "reported": "2025-07-09"}), DIBOLI
    )
    assert store.add_field_reports([again], actor="awa", at=AT).known == 1
    assert event_of.marking == "AMBER"
    kept = store.field_report(dated.reading.article.id)
    assert kept and kept.grade == "B2"
    assert by_article(store)[dated.reading.article.id].marking == "AMBER"
    assert store.articles_by_day() == {"2025-07-02": 4}
    assert dated.reading.article.id not in {
        m.article for i in store.incidents(markings=["CLEAR"]) for m in i.members
    }


def _fields(told: FieldReport) -> dict[str, object]:
    return {name: getattr(told, name) for name in told.__struct_fields__}


def random_press(chance: random.Random) -> list[Reading]:
    words = ["pont", "douane", "camion", "marché", "mine", "village", "convoi", "bétail", "école", "forage"]
    return [
        reading(
            f"a{n:02}",
            *(
                event(
                    f"a{n:02}:{k}",
                    place=chance.choice((DIBOLI, KAYES, KIDIRA)),
                    time=day(f"2025-07-0{chance.randint(1, 4)}"),
                    fatalities=chance.choice((None, dead(3, 3), dead(8, 8))),
                )
                for k in range(chance.randint(0, 2))
            ),
            text=" ".join(chance.choices(words, k=3)) + "\n\n" + " ".join(chance.choices(words, k=12)) + ".",
            published=f"2025-07-{chance.randint(1, 28):02}",
        )
        for n in range(24)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_articles_added_bit_by_bit_are_linked_as_all_at_once(store: SqlStore, seed: int) -> None:
    chance = random.Random(seed)
    press = random_press(chance)
    store.add(press, actor="machine", at=AT)
    at_once = seen(store)
    store.empty()
    chance.shuffle(press)
    at = 0
    while at < len(press):
        size = chance.randint(1, 5)
        store.add(press[at : at + size], actor="machine", at=AT)
        at += size
    assert seen(store) == at_once
    other = random_press(random.Random(seed + 100))[:6]
    store.add(other, actor="machine", at=AT)  # six articles read anew with other events …
    store.add(press, actor="machine", at=AT)  # … and back
    assert seen(store) == at_once


def test_judgements_and_runs_at_once_lose_nothing(url: str, store: SqlStore) -> None:
    there = filled(store)
    failures: list[BaseException] = []

    def judge(name: str) -> None:
        own = open_store(url)
        try:
            for _ in range(5):
                own.judge(there["a3"].id, "assign", value=name, who=name, at=AT)
        except BaseException as error:
            failures.append(error)
        own.close()

    def run() -> None:
        own = open_store(url)
        try:
            for n in range(5):
                text = f"Kidira {n}\n\nDes voix disent ceci {n}."
                own.add([reading(f"b{n}", event(f"b{n}:1", place=KIDIRA), text=text)], actor="m", at=AT)
        except BaseException as error:
            failures.append(error)
        own.close()

    threads = [threading.Thread(target=judge, args=(name,)) for name in ("awa", "modou")]
    threads.append(threading.Thread(target=run))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(j.number for j in store.judgements()) == list(range(1, 11))
    assert store.counts().articles == 9
    seen(store)


def killed(program: str, word: str, *, after: int = 1) -> list[str]:
    """Run a program and kill -9 it as soon as it has printed a word so many times; what it printed."""
    lines: list[str] = []
    code = textwrap.dedent(program)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            lines.append(line.strip())
            if sum(word in each for each in lines) >= after:
                process.send_signal(signal.SIGKILL)
                break
    return lines


def test_a_kill_in_the_middle_of_linking_loses_and_doubles_nothing(url: str, store: SqlStore) -> None:
    there = filled(store)
    store.judge(there["a3"].id, "correct", field="tags", value=["road"], **WHO)
    before = seen(store)
    killed(
        f"""
        import time
        from faleme.store import linking, sql
        from tests.made import event, reading
        write = linking._write_linked
        def stop(*given):
            write(*given)
            print("in the middle", flush=True)
            time.sleep(60)
        linking._write_linked = stop
        store = sql.open_store({url!r})
        new = (reading(f"n{{k}}", event(f"n{{k}}:1"), text=f"Diboli {{k}}\\n\\nBruits.") for k in range(9))
        store.add(new, actor="m", at={AT!r})
        """,
        "in the middle",
    )
    assert store.counts().articles == 13  # the articles were written, nothing of the linking was
    assert store.incidents(wanted=Wanted(rejected=True)) == before
    store.add([], actor="m", at=AT)
    now = seen(store)
    assert sum(len(each.members) for each in now) == 13
    assert by_article(store)["a3"].tags == ("road",)
    assert len(store.judgements()) == 1


def test_a_kill_in_the_middle_of_a_judgement_keeps_all_of_it_or_nothing(url: str, store: SqlStore) -> None:
    there = filled(store)
    killed(
        f"""
        import time
        from faleme.store import sql
        show = sql.show
        def stop(connection, **given):
            show(connection, **given)
            print("in the middle", flush=True)
            time.sleep(60)
        sql.show = stop
        sql.open_store({url!r}).merge([{there["a3"].id!r}, {there["a1"].id!r}], who="awa", at={AT!r})
        """,
        "in the middle",
    )
    assert store.judgements() == []
    assert by_article(store) == there
    store.merge([there["a3"].id, there["a1"].id], **WHO)
    assert {m.article for m in by_article(store)["a1"].members} == {"a1", "a2", "a3"}


@pytest.mark.parametrize("after", [3, 8])
def test_a_kill_between_judgements_keeps_every_one_that_was_said_to_be_kept(
    url: str, store: SqlStore, after: int
) -> None:
    there = filled(store)
    lines = killed(
        f"""
        from faleme.store.sql import open_store
        store = open_store({url!r})
        for n in range(10_000):
            value = [["road"], ["fuel"]][n % 2]
            done = store.judge({there["a3"].id!r}, "correct", field="tags", value=value, who="awa", at={AT!r})
            print("kept", done.number, flush=True)
        """,
        "kept",
        after=after,
    )
    kept = store.judgements()
    told = [int(line.split()[1]) for line in lines]
    assert [j.number for j in kept][: len(told)] == told
    assert len(kept) <= len(told) + 50
    assert list(by_article(store)["a3"].tags) == kept[-1].after
    seen(store)


def _is_declared(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Not the full-text indexes: each database has its own, written out in its migration."""
    return re.match(r"(ix_)?search_(article_(whole|public)|incident_told)", name or "") is None


def test_a_store_of_the_first_schema_is_brought_up_with_all_it_holds(url: str) -> None:
    from alembic import command
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext

    import faleme.store.migrate as migrate
    from faleme.store.engine import make_engine
    from faleme.store.schema import metadata

    store = open_store(url)
    there = filled(store)
    config = Config()
    config.set_main_option("script_location", str(migrate.Path(migrate.__file__).with_name("migrations")))
    engine = make_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    store.close()
    again = open_store(url)
    assert again.sources(["a1"])["a1"].title == "Poste visé à Diboli"
    assert by_article(again) == there
    again.judge(there["a1"].id, "accept", **WHO)
    assert by_article(again)["a1"].verdict == "accepted"
    seen(again)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_declared})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    again.close()
