"""What two lanes differ in: which steps came, went, moved or changed, and how.

::

    Lane or typed JSON -> drawn.py (steps, and where each stands) -> comparing.py -> Differences
                                                       placing.py (which have moved)

Lanes are compared by what they mean: two that are the same but for defaults that one of them writes out, or for a
sequence in a sequence, do not differ. Whatever else is edited is told, somewhere.
"""
