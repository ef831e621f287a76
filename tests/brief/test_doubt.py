"""How doubt is worded: voices, tolls, days, what did not happen, what nobody has reviewed."""

from __future__ import annotations

from faleme.records.event import Fatalities
from faleme.records.incident import Claim
from tests.brief.made import (
    DIBOLI,
    KIDIRA,
    composed,
    dead,
    incident,
    on,
    only,
    place,
    plain,
    remarks,
    section,
    source,
    told,
)


def test_one_source_is_named() -> None:
    assert remarks(composed(incident("one"))) == ["Source unique : Journal a1."]
    unnamed = composed(incident("one"), sources={"a1": source("a1", outlet="")})
    assert remarks(unnamed) == ["Source unique, non nommée."]


def test_many_articles_of_one_voice_are_said_to_be_one() -> None:
    one = incident(
        "one", ("a1", "a2"), voices=1, voices_reasons=("a1 and a2: near-copies (93% of the text)",)
    )
    brief = composed(one)
    assert remarks(brief) == ["Une seule voix, en 2 articles : des textes presque identiques."]
    assert [plain(note.voice) for note in brief.footnotes] == ["", "texte presque identique à 1"]
    agency = incident("one", ("a1", "a2"), voices_reasons=("a1 and a2: one agency (aps)",))
    assert remarks(composed(agency)) == ["Une seule voix, en 2 articles : une même agence."]


def test_one_house_is_known_without_linking_saying_so() -> None:
    outlets = {"a1": source("a1", "L’Écho d’essai"), "a2": source("a2", "La Dépêche fictive")}
    brief = composed(incident("one", ("a1", "a2")), sources=outlets)
    assert remarks(brief) == ["Une seule voix, en 2 articles : une même maison."]
    assert plain(brief.footnotes[1].voice) == "même maison que 1"


def test_independent_voices_are_counted() -> None:
    brief = composed(incident("two", ("a1", "a2", "a3"), voices=2))
    assert remarks(brief) == ["Rapporté par 2 voix indépendantes, en 3 articles."]
    assert "ne repose" not in brief.lead


def test_tolls_that_cannot_both_be_right_are_a_range_with_who_says_which() -> None:
    brief = composed(
        incident(
            "toll", ("a1", "a2", "a3"), voices=3,
            claims=(
                dead("a1", 7, 7), dead("a2", 15, 18, speaker="l’état-major des armées"), dead("a3", 7, 7),
            ),
        )
    )  # fmt: skip
    assert remarks(brief)[0] == (
        "Les bilans divergent, de 7 à 18 : 7 morts selon Journal a1 et Journal a3 ; "
        "15 à 18 morts selon Journal a2, qui cite l’armée ou la police."
    )


def test_parts_of_a_toll_are_added_up() -> None:
    claims = (
        dead("a1", 3, 3, counted="militaire"), dead("a1", 4, 4, counted="assaillant"),
        dead("a2", 7, 7, counted="soldat + assaillant"),
    )  # fmt: skip
    brief = composed(incident("toll", ("a1", "a2"), claims=claims))
    assert remarks(brief)[0] == "Bilan : 7 morts selon Journal a1 et Journal a2."


def test_whom_a_toll_counts_is_said() -> None:
    only_attackers = incident("toll", claims=(dead("a1", 80, None, counted="terroriste"),))
    assert remarks(composed(only_attackers))[0] == "Bilan : au moins 80 assaillants tués selon Journal a1."
    apart = incident(
        "toll", ("a1", "a2"),
        claims=(dead("a1", 3, 3, counted="gendarme"), dead("a2", 80, 80, counted="attacker")),
    )  # fmt: skip
    assert remarks(composed(apart))[0] == (
        "Bilan : 3 militaires tués selon Journal a1 ; 80 assaillants tués selon Journal a2."
    )


def test_a_persons_figure_stands_before_the_claims() -> None:
    brief = composed(incident("toll", claims=(dead("a1", 7, 7),), fatalities=Fatalities(9, 9), reviewed=True))
    assert remarks(brief) == [
        "Bilan retenu à la revue : 9 morts.", "Bilan : 7 morts selon Journal a1.",
        "Source unique : Journal a1.", "Revu par une personne.",
    ]  # fmt: skip


def test_abducted_and_vehicles_are_counted_in_our_words() -> None:
    said = (
        Claim(kind="abducted", article="a1", source=None, least=6, most=6, counted="chauffeur"),
        Claim(kind="vehicles", article="a1", source=None, least=40, most=None, counted="citerne"),
    )
    assert remarks(composed(incident("many", said=said)))[0] == (
        "On compte 6 personnes enlevées et au moins 40 véhicules touchés."
    )
    free = incident("free", type="RETREAT", mode="release", said=said[:1])
    assert remarks(composed(free))[0] == "On compte 6 personnes libérées."


def test_what_has_no_day_is_told_by_the_day_of_its_report() -> None:
    brief = composed(incident("undated", time=None))
    assert told(brief, "border") == [
        "Rapporté le 1er juillet, sans date : le JNIM a attaqué l’armée malienne à Diboli (Mali), "
        "à moins d’un kilomètre de la frontière."
    ]
    nobody = composed(incident("undated", time=None, actors=(), recipients=()))
    assert told(nobody, "border")[0].startswith("Rapporté le 1er juillet, sans date : une attaque à Diboli")


def test_what_is_announced_wished_or_denied_is_said_to_be() -> None:
    plan = incident("plan", status="planned", type="AGREE", recipients=(), time=on("2025-07-20"))
    assert told(composed(plan), "border")[0].startswith("Le 20 juillet, le JNIM doit conclure un accord")
    past = incident("past", status="planned", type="AGREE", recipients=(), time=on("2025-06-30"))
    assert "La suite n’est pas rapportée." in remarks(composed(past))
    wish = composed(incident("wish", status="called-for", type="AID", actors=(), recipients=("MLI:CVL",)))
    assert "est demandée ou souhaitée" in told(wish, "border")[0]
    denied = composed(incident("denied", status="denied", recipients=()))
    assert "une attaque par le JNIM est démentie" in told(denied, "border")[0]


def test_a_side_that_is_uncertain_is_said_to_be() -> None:
    brief = composed(incident("line", place=place("Gourel", 3.2, side=None)))
    assert told(brief, "border")[0].endswith("à Gourel (Mali), à 3,2 km de la frontière, côté incertain.")


def test_the_lead_says_how_much_was_reviewed() -> None:
    brief = composed(incident("one"), incident("two", place=KIDIRA, reviewed=True, verdict="accepted"))
    assert plain(brief.lead).endswith("Chacun ne repose que sur une voix ; 1 a été revu par une personne.")
    assert [s.reviewed for s in brief.sentences] == [False, True]
    bare = composed(incident("one"))
    assert plain(bare.lead).endswith("Il ne repose que sur une voix ; aucun n’a été revu par une personne.")
    held = composed(incident("one", verdict="unverifiable", reviewed=True))
    assert "Jugé invérifiable à la revue." in remarks(held)


def test_a_group_is_named_without_its_nameless_fighters_and_a_state_by_its_army() -> None:
    crowd = incident(
        "many", actors=("JNIM", "MLI:REB", "UNK:UAF", "MLI:BUS"),
        recipients=("MLI:BUS", "MLI:MIL", "MLI:GOV", "UNK:UAF"),
    )  # fmt: skip
    assert told(composed(crowd), "border")[0].startswith(
        "Le 1er juillet, le JNIM a attaqué des entreprises ou transporteurs maliens et l’armée malienne à "
    )


def test_footnotes_are_numbered_once_in_the_order_of_the_text() -> None:
    brief = composed(
        incident("first", ("a1", "a2"), place=DIBOLI, claims=(dead("a1", 9, 9),)),
        incident("second", ("a2", "a3"), place=KIDIRA),
    )
    assert [s.notes for s in brief.sentences] == [(1, 2), (2, 3)]
    assert [(n.number, n.article) for n in brief.footnotes] == [(1, "a1"), (2, "a2"), (3, "a3")]
    assert brief.footnotes[0].url == "https://a1.example/article"
    strange = composed(incident("one"), sources={"a1": source("a1")})
    assert plain(strange.footnotes[0].day) == "1er juillet 2025"


def test_the_footer_tells_what_was_read_and_how_fresh_it_is() -> None:
    read, fresh, aside = composed(incident("one")).press
    assert plain(read.lines[0]) == "2 articles parus sur la période : Le Courrier (2)."
    assert list(map(plain, fresh.lines)) == [
        "Le Courrier : 1er juillet", "La Dépêche : 20 juin, muette depuis 11 jours"
    ]  # fmt: skip
    assert plain(aside.lines[0]) == (
        "3 entrées mises de côté depuis l’origine : sans texte (2), trop grand (1)."
    )


def test_the_marking_is_that_of_the_most_restricted_thing_told() -> None:
    brief = composed(incident("one"), incident("two", place=KIDIRA, marking="AMBER+STRICT"))
    assert brief.marking == "AMBER+STRICT"
    assert only(composed(incident("one"))) and composed(incident("one")).marking == "CLEAR"
    assert section(brief, "border").paragraphs
