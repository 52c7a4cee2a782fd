"""The result of any experiment in views: each a sentence, a table and the data of a chart, worked out once, here.

::

    result of an experiment ── views_of ──> views ──┬─ JSON, for the page and its charts
    (any kind; see batches)                         ├─ one CSV each
                                                    └─ the report, for the printer

A chart, its table, its CSV and the report read one object, so that they cannot disagree; nobody who shows a view works
anything out.
"""
