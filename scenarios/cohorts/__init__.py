"""
Synthetic cohorts: fictional people on real postcodes, seeded, calibrated to published figures.

``make_cohort`` is the door. Whatever is calibrated has its source in ``calibration/*.toml``, and
whatever is not published is marked "assumption, agreed by nobody" there and in every output.
Nobody in a cohort is or resembles a person: there is no name and no free text in it.
"""

from scenarios.cohorts.making import make_cohort, yearly_people
from scenarios.cohorts.model import Characteristics, Cohort, Mark, SyntheticPerson

__all__ = [
    "Characteristics",
    "Cohort",
    "Mark",
    "SyntheticPerson",
    "make_cohort",
    "yearly_people",
]
