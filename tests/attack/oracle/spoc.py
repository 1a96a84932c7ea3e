"""
The curious SPOC: what somebody who knows everything but the home works out from what he is told.

None of this is the product's code: distances, coverage, which answers are the true ones and what
follows from them are worked out here again, plainly.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.spatial import cKDTree

from .product import places

LEAST = 1000
QUARTER = 0.25


@cache
def land():
    """Eastings, northings and tolerances of all postcodes, as the parameters stand."""
    here = places()
    edge = np.minimum(np.maximum(100.0, 0.5 * here.nearest_m.astype(float)), 1000.0)
    return here.easting.astype(float), here.northing.astype(float), edge


def disc(position, metres):
    """The homes for which the address at a position would not be clear."""
    x, y, edge = land()
    away = np.sqrt((x - x[position]) ** 2 + (y - y[position]) ** 2)
    return away - metres <= edge[position]


@cache
def closing(metres):
    """For each LHA, the homes whose area would leave less than a quarter of it clear."""
    x, y, edge = land()
    homes = np.column_stack([x, y])
    found = {}
    for lha in places().lhas:
        part = places().slice(lha)
        size = part.stop - part.start
        at_most = cKDTree(homes[part]).query_ball_point(
            homes, metres + edge[part].max() + 1, return_length=True
        )
        mask = np.zeros(len(x), dtype=bool)
        for home in np.flatnonzero(1 - at_most / size < QUARTER):
            away = np.hypot(x[part] - x[home], y[part] - y[home])
            mask[home] = 1 - np.count_nonzero(away - metres <= edge[part]) / size < QUARTER
        found[lha] = mask
    return found


class Spoc:
    """
    What one SPOC knows of some homes, each by a name, from all that housing was told.

    ``believes_all``: he takes every answer for the true one (as it is where nothing is defended).
    ``known``: homes that he knows already, by name.
    """

    def __init__(self, names, *, believes_all=False):
        everywhere = np.ones(len(places()), dtype=bool)
        self.left = dict.fromkeys(names, everywhere)  # the sets that decide what is answered
        self.not_near = dict.fromkeys(names, everywhere)  # by answers `clear` and by rankings
        self.one_of = []  # answers `refer`: by name, the homes that would have caused it
        self.believes_all = believes_all
        self.answered = 0
        self.asked = 0

    def true_answer(self, discs):
        """Whether an address would be answered truly, whatever the answer."""
        if self.believes_all:
            return True
        return all(
            min((self.left[n] & d).sum(), (self.left[n] & ~d).sum()) >= LEAST
            for n, d in discs.items()
        )

    def told_address(self, discs, answer):
        self.asked += 1
        if not self.true_answer(discs):
            assert answer == "refer"
            return
        self.answered += 1
        for name, near in discs.items():
            self.left[name] = self.left[name] & (near if answer == "refer" else ~near)
            if answer == "clear":
                self.not_near[name] = self.not_near[name] & ~near
        if answer == "refer":
            self.one_of.append(discs)

    def told_ranking(self, radii, held):
        """Take in which LHAs are held, where nothing but areas of known radius can cause it."""
        if len(radii) > 1 and not self.believes_all:
            return  # then only what no place could change is told
        if len(radii) > 1:
            for lha in places().lhas:
                if lha not in held:
                    for name, metres in radii.items():
                        self._narrow(name, ~closing(metres)[lha])
            return
        ((name, metres),) = radii.items()
        masks, waiting = closing(metres), set(places().lhas)
        if self.believes_all:
            for lha in waiting:
                self._narrow(name, masks[lha] if lha in held else ~masks[lha])
            return
        while True:
            now = self.left[name]
            sides = {lha: ((now & masks[lha]).sum(), (now & ~masks[lha]).sum()) for lha in waiting}
            may = [lha for lha in sorted(waiting) if min(sides[lha]) >= LEAST]
            if not may:
                return
            lha = max(may, key=lambda each: sides[each][1])
            self._narrow(name, masks[lha] if lha in held else ~masks[lha])
            waiting.remove(lha)

    def _narrow(self, name, kept):
        self.left[name] = self.left[name] & kept
        self.not_near[name] = self.not_near[name] & kept

    def possible(self, name, known=None):
        """
        Return exactly the homes that agree with all he was told, as a mask.

        A `refer` has one cause at least among the homes it was about: for each home tried, some
        places of all the others must account for every `refer` that it does not. ``known`` are
        positions of homes that he knows from elsewhere.
        """
        mine = _causes(self.one_of, name, len(places()))
        others = [n for n in self.left if n != name]
        explained = {0}
        for other in others:
            theirs = _causes(self.one_of, other, len(places()))
            may = theirs[self.not_near[other]]
            if known and other in known:
                may = theirs[[known[other]]]
            explained = {a | b for a in explained for b in np.unique(may).tolist()}
        every = (1 << len(self.one_of)) - 1
        fits = {
            own: any(own | other == every for other in explained)
            for own in np.unique(mine).tolist()
        }
        agrees = np.array([fits[own] for own in mine.tolist()])
        return self.not_near[name] & agrees


def _causes(one_of, name, size):
    """For each place of a home, which answers `refer` it would account for, as bits."""
    bits = np.zeros(size, dtype=np.int64)
    for i, discs in enumerate(one_of):
        if name in discs:
            bits |= discs[name].astype(np.int64) << i
    return bits
