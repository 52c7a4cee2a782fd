"""From an event log to a lane that does what the log tells.

::

    EventLog -> observed.py (what was done, by whom, when) -> discovering.py (blocks: an inductive miner)
                                                           -> hours.py, crews.py (when people work, and who with whom)
                                                           -> fitting.py, timing.py (how long things take)
                                                           -> mining.py (a lane, and what the log does not tell)

Whatever is counted or measured in the log carries the provenance ``measured``; whatever a log cannot tell is an
assumption in the lane, and is told beside it. The same log gives the same lane.
"""
