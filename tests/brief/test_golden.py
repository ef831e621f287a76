"""The sample press's briefs, word for word; `golden_records` makes them anew."""

from __future__ import annotations

import pytest

from faleme.brief.markdown import markdown
from faleme.words.wording import DeskLanguage
from tests.brief.golden_records import WINDOWS, brief_of, golden


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("window", list(WINDOWS))
def test_the_sample_brief_reads_so(window: str, language: DeskLanguage) -> None:
    assert markdown(brief_of(window, language)) == golden(window, language).read_text("utf-8")
