"""What a person said of one report decides when its article may be seen: the coder may have missed a plan."""

from __future__ import annotations

from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.release.rule import ALWAYS, later, movement_over
from faleme.review.by_report import as_said, said_of


def said_over(reading: Reading, incident: Incident) -> str | None:
    """From which day on no corrected report of an article withholds it; None where one always does."""
    over: str | None = ALWAYS
    for event in reading.events:
        if not said_of(incident, event.id):
            continue
        said = as_said(event, incident)
        raised = said.marking != "CLEAR" and event.marking == "CLEAR"
        over = later(over, None if raised else movement_over(said))
    return over
