"""
What leaves on paper: Word documents made from plain data, never from the engine's own objects.

``annex`` makes the annex to the minutes, ``referral_pack`` the checklist of what goes to a SPOC.
This is the one home of python-docx. A document holds what its data holds and nothing more, so what
a reader may see is decided before it is written (``placement.view``). The same data give the same
bytes.
"""
