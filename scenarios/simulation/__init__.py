"""
Years that have not been: made-up people, several ways of choosing, and what would come of each.

``placement simulate`` is the door. A repetition makes a cohort, assesses everybody once with the
engine's own rules, and lets a year go by under each policy on the same people; many repetitions
give intervals. Nobody is moved by it, and nobody in it exists.

In the order in which a reader may want them: ``policies`` (what could be done), ``year`` (the days
go by), ``worth`` and ``hindsight`` (how near to knowing it all), ``measures`` and ``summary`` (what
may be said), ``running`` (many at once), ``report`` (for people).
"""
