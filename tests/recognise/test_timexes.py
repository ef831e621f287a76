"""French times in marked sentences: `[…]` is what must be found, the days stand beside."""

from __future__ import annotations

from datetime import date

import pytest

from faleme.recognise.timexes import timexes

THURSDAY = date(2025, 7, 10)

SENTENCES = [
    # Full dates need no publication date and keep their day.
    ("La délégation est arrivée le [3 mars 2024].", "2024-03-03", "2024-03-03"),
    ("Manéga, [1er nov. 2025]", "2025-11-01", "2025-11-01"),
    ("Signé le [1ᵉʳ juillet 2025] à Kéniéba.", "2025-07-01", "2025-07-01"),
    ("Fait le [15/02/2013] à Kidira.", "2013-02-15", "2013-02-15"),
    # A weekday by the tense of its sentence.
    ("Le préfet a reçu les transporteurs [mardi].", "2025-07-08", "2025-07-08"),
    ("Le préfet recevra les transporteurs [mardi].", "2025-07-15", "2025-07-15"),
    ("Une rencontre est prévue [ce samedi] au poste frontière.", "2025-07-12", "2025-07-12"),
    ("Le pont a été rouvert [ce jeudi].", "2025-07-10", "2025-07-10"),
    ("Le pont rouvrira [jeudi].", "2025-07-10", "2025-07-10"),
    ("Le convoi est parti [mercredi dernier].", "2025-07-09", "2025-07-09"),
    ("Le convoi partira [mercredi prochain].", "2025-07-16", "2025-07-16"),
    # Days beside the publication.
    ("[Hier matin], le marché était désert.", "2025-07-09", "2025-07-09"),
    ("Le couvre-feu sera levé [demain].", "2025-07-11", "2025-07-11"),
    ("Les tirs ont cessé [ce matin].", "2025-07-10", "2025-07-10"),
    # Units of the calendar.
    ("Le trafic a repris [cette semaine].", "2025-07-07", "2025-07-13"),
    ("Il a baissé la [semaine dernière].", "2025-06-30", "2025-07-06"),
    ("Il a baissé le [mois dernier].", "2025-06-01", "2025-06-30"),
    ("Les recettes ont doublé l’[année dernière].", "2024-01-01", "2024-12-31"),
    ("Un nouveau pont ouvrira l'[an prochain].", "2026-01-01", "2026-12-31"),
    ("[Il y a deux ans], la route était coupée.", "2023-01-01", "2023-12-31"),
    ("Le trafic a chuté au [premier trimestre 2025].", "2025-01-01", "2025-03-31"),
    ("Il remontera au [second semestre 2025].", "2025-07-01", "2025-12-31"),
    ("La ligne fut fermée dans [les années 1990].", "1990-01-01", "1999-12-31"),
    # Stretches that are open, or that end at the publication.
    ("Le poste est fermé depuis [vendredi].", "2025-07-04", "2025-07-10"),
    ("Le poste est fermé depuis [2012].", "2012-01-01", "2025-07-10"),
    ("Le carburant manque depuis [plusieurs jours].", None, "2025-07-10"),
    ("Les attaques se multiplient [ces derniers jours].", None, "2025-07-10"),
    ("Des renforts sont attendus dans les [prochains jours].", "2025-07-10", None),
    ("Dix ponts seront bâtis au cours des [trois prochaines années].", "2025-07-10", "2028-07-10"),
    # Parts of a stretch, and cut-offs.
    ("Les pluies ont commencé [fin juin].", "2025-06-21", "2025-06-30"),
    ("Le forage s'est tari à la [mi-mars].", "2025-03-11", "2025-03-20"),
    ("Le chantier a démarré [début 2025].", "2025-01-01", "2025-04-30"),
    ("Le solde à [fin mai 2025] est négatif.", "2025-05-31", "2025-05-31"),
    ("Tout sera livré d'ici [fin 2026].", "2026-12-31", "2026-12-31"),
    ("L'autonomie est visée d'ici [2034].", "2034-01-01", "2034-12-31"),
    ("La foire dure jusqu'au [30 juillet].", "2025-07-30", "2025-07-30"),
    # Ranges with one head.
    ("La foire se tient du [3 au 5 mars 2026].", "2026-03-03", "2026-03-05"),
    ("La patrouille a duré du [28 juin au 2 juillet].", "2025-06-28", "2025-07-02"),
    ("Trois camions ont brûlé entre [mardi et mercredi].", "2025-07-08", "2025-07-09"),
    ("Un plan [2026-2028] est annoncé.", "2026-01-01", "2028-12-31"),
    ("Ils ont franchi le fleuve dans la [nuit de samedi à dimanche].", "2025-07-05", "2025-07-06"),
]


def unmarked(marked: str) -> tuple[str, int, int]:
    """A marked sentence without its marks, and where they stood."""
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("marked", "first", "last"), SENTENCES)
def test_a_time_is_found_with_its_days(marked: str, first: str | None, last: str | None) -> None:
    text, start, end = unmarked(marked)
    times = timexes(text, published=THURSDAY)
    assert [(text[t.start : t.end], t.from_, t.to) for t in times] == [(text[start:end], first, last)]
