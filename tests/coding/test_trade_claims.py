"""Claims about trade in an article: what its figures are of, and what is no claim."""

from __future__ import annotations

import datetime as dt

import pytest

from faleme.assess.claims_trade import check_claims
from faleme.coding.trade_claims import trade_claims
from faleme.recognise.figures import figures
from faleme.recognise.timexes import timexes
from faleme.records.reading import Reading
from faleme.records.text import Article
from faleme.records.trade_claim import Claim


def claims(text: str) -> tuple[Claim, ...]:
    times = timexes(text, published=dt.date(2025, 8, 12))
    article = Article(id="a", title="", text=text, published="2025-08-12", source="Essai")
    found = figures(text, times=times, country="SEN")
    return trade_claims(Reading(article=article, events=(), places=(), times=times, figures=found))


def told(text: str) -> list[tuple[object, ...]]:
    return [
        (s.measure, s.value, s.of.flow, s.of.reporter, s.of.partner, s.base.partner if s.base else None)
        for each in claims(text)
        if (s := each.main).of
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "En 2024, le Sénégal a exporté 640,5 milliards de FCFA vers le Ghana.",
            [("value", 640.5e9, "export", "SEN", "GHA", None)],
        ),
        (
            "La Guinée achète 12 % des exportations du Sénégal et plus de 30 % des exportations sénégalaises "
            "vers l'Afrique.",
            [
                ("share", 12, "export", "SEN", "GIN", "WLD"),
                ("share", 30, "export", "SEN", "GIN", "AFRICA"),
            ],
        ),
        (
            "Les ventes du Togo au reste du continent ont atteint 900 milliards FCFA, dont 450,5 milliards "
            "vers le seul Bénin, soit 50,1 %.",
            [
                ("value", 900e9, "export", "TGO", "AFRICA", None),
                ("value", 450.5e9, "export", "TGO", "BEN", None),
                ("share", 50.1, "export", "TGO", "BEN", "AFRICA"),
            ],
        ),
        (
            "La balance commerciale du Mali accuse un déficit de 512,3 milliards de FCFA en 2023.",
            [("value", -512.3e9, "balance", "MLI", "WLD", None)],
        ),
        ("Le pays a exporté pour 30 milliards de FCFA.", []),
        ("L'Afrique de l'Ouest importe pour 513 millions de dollars de bois du Congo.", []),
        ("Un projet de 12 milliards de FCFA modernise le corridor entre le Sénégal et le Mali.", []),
        ("Le sac de riz est vendu à 18 000 FCFA au Burkina.", []),
        ("Le Sénégal et le Mali déplorent 12 morts sur l'axe commercial.", []),
    ],
)
def test_what_a_figure_is_of(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert told(sentence) == [tuple(each) for each in expected]


def test_a_claim_keeps_its_place_and_its_period() -> None:
    text = "Bilan.\n\nLes exportations du Sénégal vers le Mali ont atteint 640,5 milliards de FCFA en 2023."
    (one,) = claims(text)
    assert one.span is not None and text[one.span.start : one.span.end].startswith("640,5 milliards")
    assert one.main.period is not None and one.main.period.from_ == "2023-01-01"
    assert one.main.low == pytest.approx(640.45e9) and (one.source, one.article) == ("Essai", "a")


def test_a_part_its_whole_and_its_share_are_checked_with_each_other() -> None:
    text = (
        "En 2024, les ventes du Togo au reste du continent ont atteint 900,2 milliards FCFA, dont 450,5 "
        "milliards vers le seul Bénin, soit 50 %."
    )
    assert [each.verdict for each in check_claims(claims(text))] == ["consistent"] * 3
    assert "contradicts" in {each.verdict for each in check_claims(claims(text.replace("50 %", "58 %")))}
