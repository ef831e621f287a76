"""French dates that others test with: Recognizers-Text (MIT) and Duckling (BSD-3-Clause); see NOTICE here.

Only cases that the codebook settles the same way; ends made inclusive.
"""

from __future__ import annotations

from datetime import date

import pytest

from faleme.recognise.timexes import timexes

RECOGNIZERS_TEXT = [
    ("Je reviendrai Oct/2", "2016-11-07", "2016-10-02", "2016-10-02"),
    ("Je reviendrai sur 22/04", "2016-11-07", "2017-04-22", "2017-04-22"),
    ("Je reviendrai hier", "2016-11-07", "2016-11-06", "2016-11-06"),
    ("Je reviendrai vendredi", "2016-11-07", "2016-11-11", "2016-11-11"),
    ("Je vais sortir 2015-3", "2016-11-07", "2015-03-01", "2015-03-31"),
    ("où es-tu allé la semaine derniere", "2019-07-29", "2019-07-22", "2019-07-28"),
    ("En juillet 98, la France a remporté le mondial de football.", "2019-08-12", "1998-07-01", "1998-07-31"),
    ("avant le 15.05.99 : Martin Dupont", "2019-08-12", "1999-05-15", "1999-05-15"),
    ("Quand ? mer. 10 juin 2020. Horaires : de 14h à 16h.", "2016-07-15", "2020-06-10", "2020-06-10"),
    ("Je retournerai 18 08 1978 à la maison.", "2016-11-07", "1978-08-18", "1978-08-18"),
    ("30/2", "2020-03-22", None, None),
    ("29/2/2019", "2020-03-22", None, None),
    ("29/2/2020", "2020-03-22", "2020-02-29", "2020-02-29"),
    ("Je reviendrai 2020/Sep/23", "2016-11-07", "2020-09-23", "2020-09-23"),
    ("Je serai de retour le samedi 23/06/18", "2016-11-07", "2018-06-23", "2018-06-23"),
    ("Qui était notre président dans les années 1990 ?", None, "1990-01-01", "1999-12-31"),
    ("Ça se passe au 15ème siècle", None, "1400-01-01", "1499-12-31"),
    ("Et pour 2019-trimestre1", None, "2019-01-01", "2019-03-31"),
    ("2019 H2 apportera des défis", None, "2019-07-01", "2019-12-31"),
    ("Que diriez-vous de la 3e semaine de 2018", None, "2018-01-15", "2018-01-21"),
    ("Que diriez-vous de la dernière semaine de 2016", None, "2016-12-26", "2017-01-01"),
    ("le 4e jour de juillet de 1995", None, "1995-07-04", "1995-07-04"),
    ("Je retournerai à Pâques 2018", None, "2018-04-01", "2018-04-01"),
    ("Cela s'est produit 2 semaines avant le 13 mai 1999.", None, "1999-04-29", "1999-04-29"),
    ("Cette société a été créée à la fin de 2000", None, "2000-09-01", "2000-12-31"),
]

DUCKLING = [
    ("avant-hier", "2013-02-10", "2013-02-10"),
    ("le lendemain du 13 février", "2013-02-14", "2013-02-14"),
    ("vendredi 1er mars", "2013-03-01", "2013-03-01"),
    ("5 juil.", "2013-07-05", "2013-07-05"),
    ("31 octobre 74", "1974-10-31", "1974-10-31"),
    ("mercredi 13", "2013-02-13", "2013-02-13"),
    ("mardi de la semaine prochaine", "2013-02-19", "2013-02-19"),
    ("lundi en huit", "2013-02-25", "2013-02-25"),
    ("lundi cette semaine", "2013-02-11", "2013-02-11"),
    ("le 3eme jour d'octobre", "2013-10-03", "2013-10-03"),
    ("le dernier jour d'octobre 2015", "2015-10-31", "2015-10-31"),
    ("dans 7 jours", "2013-02-19", "2013-02-19"),
    ("du samedi 13 au dimanche 15 juillet", "2013-07-13", "2013-07-15"),
    ("entre le 10 juin et le 1er juillet", "2013-06-10", "2013-07-01"),
    ("14 - 20 sept. 2014", "2014-09-14", "2014-09-20"),
    ("la deuxième quinzaine d'avril", "2013-04-15", "2013-04-30"),
    ("cet été", "2013-06-21", "2013-09-23"),
    ("au mois de mars", "2013-03-01", "2013-03-31"),
]


@pytest.mark.parametrize(("text", "reference", "first", "last"), RECOGNIZERS_TEXT)
def test_a_case_of_recognizers_text(
    text: str, reference: str | None, first: str | None, last: str | None
) -> None:
    published = date.fromisoformat(reference) if reference else None
    assert [(t.from_, t.to) for t in timexes(text, published=published)] == [(first, last)]


@pytest.mark.parametrize(("words", "first", "last"), DUCKLING)
def test_a_case_of_duckling(words: str, first: str, last: str) -> None:
    text = f"Rendez-vous prévu : {words}"
    assert [(t.from_, t.to) for t in timexes(text, published=date(2013, 2, 12))] == [(first, last)]
