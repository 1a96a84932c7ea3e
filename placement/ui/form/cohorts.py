"""What the case form asks first where a profile serves another cohort than MAPPA's."""

from __future__ import annotations

from typing import Final

from placement.cases import words
from placement.ui.form.fields import SECTIONS, WORD, Field, Section

OF_COHORTS: Final = {
    "iom": Section(
        title="The cohort",
        clause="IOM 1",
        says="Integrated offender management, not MAPPA: the partnership says whom it has chosen.",
        fields=(
            Field(
                key="cohort.chosen",
                label="Chosen for the cohort",
                kind=WORD,
                allowed=words.YES_NO_UNKNOWN,
            ),
            Field(
                key="cohort.risk_of_reoffending",
                label="Risk of reoffending",
                kind=WORD,
                allowed=words.RISK_OF_REOFFENDING,
                help="Another thing than the risk of serious harm.",
            ),
        ),
    ),
}


def sections_for(cohort: str) -> tuple[Section, ...]:
    """
    Return the sections of the form for those whom a profile serves.

    >>> sections_for("mappa") == SECTIONS, sections_for("iom")[0].title
    (True, 'The cohort')
    """
    own = OF_COHORTS.get(cohort)
    return SECTIONS if own is None else (own, *SECTIONS)
