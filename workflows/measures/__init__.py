"""Measures: pure functions of events, the same for a live log and a simulated one.

::

    EventLog ── observe ──> Observation ──┬─ case_table ──> one row a case ──┬─ summarise ──> KPIs
    (and the lane that       (sorted by   ├─ holding ─────> who held it ─────┘
     it ran under)            case, work  ├─ measure_tasks > how each step went
                              paired up)  └─ measure_pools > how busy each pool was

Everything here works on whole columns. A measure that is needed for every replication of an experiment has to cost
little beside the replication itself.
"""

from workflows.measures.cases import CaseTable, Timeliness, case_table
from workflows.measures.columns import NONE, cases_by_lane
from workflows.measures.holding import Holder, Holding, holding
from workflows.measures.kpis import KPIS, Kpi, KpiUnit
from workflows.measures.observation import Observation, observe
from workflows.measures.over_time import StepFunction, work_in_progress
from workflows.measures.pools import PoolMeasures, measure_pools
from workflows.measures.setting import Setting, setting_of
from workflows.measures.summary import Figure, Summary, summarise
from workflows.measures.tasks import StepMeasures, measure_tasks

__all__ = [
    "KPIS",
    "NONE",
    "CaseTable",
    "Figure",
    "Holder",
    "Holding",
    "Kpi",
    "KpiUnit",
    "Observation",
    "PoolMeasures",
    "Setting",
    "StepFunction",
    "StepMeasures",
    "Summary",
    "Timeliness",
    "case_table",
    "cases_by_lane",
    "holding",
    "measure_pools",
    "measure_tasks",
    "observe",
    "setting_of",
    "summarise",
    "work_in_progress",
]
