"""What a person should look at first, and the reasons that are told for it."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from faleme.lexicon.review import load_review_rules
from faleme.link.incidents import link
from faleme.records.event import EventPlace
from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.review.queue import contradicting, priority, waiting
from tests.made import DIBOLI, dead, report

WEIGHTS = load_review_rules().weights


def at(km: float) -> EventPlace:
    near = Proximity(border="SEN-MLI", border_km=km, uncertainty_km=0.3, side="MLI")
    return msgspec.structs.replace(DIBOLI, proximity=near)


def one(**given: object) -> Incident:
    return link([report("e1", "a1", **given)])[0]


def score(incident: Incident, **given: object) -> float:
    return priority(incident, WEIGHTS, **given).score  # type: ignore[arg-type]


def test_near_many_dead_unsure_and_undecided_come_first() -> None:
    plain = one(place=at(400))
    assert score(one(place=at(0.3))) > score(one(place=at(30))) > score(plain)
    assert score(one(place=at(400), fatalities=dead(18, 18))) > score(
        one(place=at(400), fatalities=dead(1, 1))
    )
    assert score(plain, confidence=0.2) > score(plain, confidence=0.9) == score(plain)
    assert score(plain, undecided=("inc-x",)) > score(plain)


def test_reasons_say_in_words_where_the_score_comes_from() -> None:
    found = priority(
        one(place=at(0.3), fatalities=dead(15, 18)), WEIGHTS, confidence=0.35, undecided=["inc-x"]
    )
    told = " ".join(found.reasons)
    for words in ("0.3 km from SEN-MLI", "up to 18 dead", "confidence of 35%", "same as inc-x", "one report"):
        assert words in told
    assert found.reasons[0].startswith("0.3 km")


def test_tolls_contradict_only_where_they_cannot_both_be_right() -> None:
    def told(*tolls: tuple[int | None, int | None]) -> Incident:
        first = one(fatalities=dead(1, 1))
        claims = [msgspec.structs.replace(first.claims[0], fatalities=dead(*toll)) for toll in tolls]
        return msgspec.structs.replace(first, claims=tuple(claims))

    assert contradicting(told((7, 7), (15, 18)))
    assert not contradicting(told((7, 20), (15, 18)))
    assert not contradicting(told((7, None), (15, 18)))
    assert contradicting(told((20, None), (15, 18)))
    assert not contradicting(told())


def test_what_is_reviewed_waits_no_longer_until_reports_join() -> None:
    plain = one()
    assert waiting(plain)
    done = msgspec.structs.replace(plain, reviewed=True, verdict="accepted")
    assert not waiting(done)
    assert waiting(msgspec.structs.replace(done, unseen=1))
    assert not waiting(msgspec.structs.replace(done, unseen=1, verdict="rejected"))


@given(st.floats(0, 2000), st.integers(0, 5000), st.floats(0, 1))
def test_the_score_is_the_sum_of_what_the_reasons_say(km: float, most: int, confidence: float) -> None:
    found = priority(one(place=at(km), fatalities=dead(most, most)), WEIGHTS, confidence=confidence)
    shares = [float(reason.rsplit("(+", 1)[1].rstrip(")")) for reason in found.reasons]
    assert abs(sum(shares) - found.score) <= 0.5 * len(shares) + 0.1
    assert shares == sorted(shares, reverse=True)
