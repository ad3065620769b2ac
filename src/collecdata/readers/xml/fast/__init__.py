"""The fast reading of a piece: one scan finds the marks, everything else works on small tables of their places.

Nothing is guessed: every byte of the piece is accounted for as part of a tag of a known form, of a value, or as white
space between tags. Where that does not hold (`IrregularError`) the piece is read the exact, slow way.
"""
