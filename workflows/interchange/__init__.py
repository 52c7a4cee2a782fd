"""Models that people already have: BPMN 2.0 in and out, with the parameter files that stand beside it.

::

    BPMN text ── xml_nodes ── drawing_reading ──> Drawing ──┐
    Prosimos JSON ── prosimos ──┐                           ├── lane_building ──> Lane
    QBP in BPMN ──── qbp ───────┼──> Parameters ────────────┘
    BPSim 2.0 ────── bpsim_reading ┘
    Lane ── bpmn_writing ── layout ──> BPMN text            Lane ── bpsim_writing ──> BPSim 2.0

All of it is text in and data out, no files. What a file says and a lane cannot is refused with the element's id and
line; what is no statement about the process (a colour, a note, how an engine would run it) is left aside.
"""
