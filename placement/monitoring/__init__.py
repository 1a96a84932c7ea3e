"""
What the Strategic Management Board (SMB) is shown: spread, the year's tables, working, equality.

Every figure is made once, as a ``tables.Table``, and every output (page, workbook, CSV, Word) is
drawn from those tables, so that the same numbers stand everywhere. LHAs are always in the order
of their ONS codes: nothing here orders them by room, share or pressure (protocol 6: no quota).
"""
