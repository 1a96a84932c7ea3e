"""
The characteristics by which a year's results are set side by side: never read by a rule or policy.

They stand beside the cases in a cohort, and are joined to the results here and nowhere else. The
groups are those of the monitoring report.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from placement.monitoring.equality import characteristics, group_of

if TYPE_CHECKING:
    from placement.parameters import Numbers
    from scenarios.cohorts import Cohort

SHOWN = ("sex", "age", "ethnicity_5")


def groups_of(cohort: Cohort, numbers: Numbers) -> list[dict[str, str]]:
    """Return the sex, age band and ethnic group of each person, in the order of the cohort."""
    rows = {person.reference: asdict(person.characteristics) for person in cohort.people}
    shown = [each for each in characteristics(numbers, rows.values()) if each.name in SHOWN]
    return [
        {each.title: group_of(each, person.reference, rows) for each in shown}
        for person in cohort.people
    ]
