"""The page and the table on what became of every mechanism of the source documents."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from docs.generate.models import table
from workflows.coverage.mechanism import City, Mechanism, MechanismKind
from workflows.coverage.table import counts, mechanisms

_INTRODUCTION: Final = """\
# Coverage of the source documents

Five cities wrote down how they reform their approvals. Their documents have {count} mechanisms; each has a row here,
with what runs it and the test that does. A test fails for a row without an object, for an object that does not exist or
does not name the row, and for a test that is not there. The table is `workflows/coverage/mechanisms.yaml`; as a
spreadsheet: [coverage.csv](coverage.csv).

五个城市的文件共有 {count} 项机制，逐项列出由什么实现、由哪个测试运行。
缺实现、实现不存在或未注明该项、测试不存在，均不能通过检验。"""

_RUN_BY: Final = """\
| covered by 实现方式 | is |
| --- | --- |
| `lever` | a change of a lane: [levers](levers.md) 措施 |
| `lane` | a lane, or a part of it, for applicants or for supervision: `workflows/lanes` 流程 |
| `scenario`, `package` | a reform of a lane, or of several: `workflows/scenarios` 改革方案、方案包 |
| `kpi` | a figure that is measured: [KPIs](kpis.md) 指标 |
| `target` | a published figure, and by when: `workflows/supervision/targets.yaml` 公布的目标 |
| `task` | a task on a board, with lead, units and date: `workflows/supervision/boards` 任务台账 |
| `object` | whatever else runs it: a cadence, a draw, a register 周期、抽取、台账等 |
| `out_of_scope` | nothing, and why 不实现，附理由 |"""

_CITIES: Final = {
    City.SHENYANG: ("沈阳", "Shenyang", "沈政办发〔2018〕46号"),
    City.TIELING: ("铁岭", "Tieling", "2023–2024"),
    City.FUSHUN: ("抚顺", "Fushun", "抚政办发〔2020〕9号"),
    City.PANJIN: ("盘锦", "Panjin", "盘政办发〔2017〕57号"),
    City.DANDONG: ("丹东", "Dandong", "2017-09-06"),
}
_KINDS: Final = {
    MechanismKind.LANE: ("流程", "lane"),
    MechanismKind.LEVER: ("措施", "lever"),
    MechanismKind.SUPERVISION_LOOP: ("监督环", "supervision loop"),
    MechanismKind.KPI: ("指标", "KPI"),
    MechanismKind.TASK: ("任务", "task"),
    MechanismKind.CONTEXT: ("背景", "context"),
}


def coverage_page() -> str:
    """The page, made from the table."""
    parts = [_INTRODUCTION.format(count=len(mechanisms())), _counted(), _RUN_BY]
    for city, (zh, en, source) in _CITIES.items():
        of_city = [each for each in mechanisms() if each.city is city]
        parts += [
            f"## {en}",
            f"{zh} {source}",
            table(
                ("id", "is", "中文", "English", "covered by", "test"),
                [(each.id, _KINDS[each.kind][1], each.title.zh, each.title.en, *_covered(each)) for each in of_city],
            ),
        ]
    return "\n\n".join(parts) + "\n"


def coverage_csv() -> str:
    """The same as comma-separated values."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("id", "city", "kind", "title_zh", "title_en", "covered_by", "object", "test"))
    for each in mechanisms():
        way, name = each.covered_by
        city = _CITIES[each.city][1]
        writer.writerow((each.id, city, each.kind.value, each.title.zh, each.title.en, way, name, each.test or ""))
    return written.getvalue()


def _counted() -> str:
    found = counts()
    rows = [
        (f"{zh} {en}", *(str(found[city, kind]) for kind in _KINDS), str(sum(found[city, kind] for kind in _KINDS)))
        for city, (zh, en, _) in _CITIES.items()
    ]
    sums = [sum(found[city, kind] for city in _CITIES) for kind in _KINDS]
    rows.append(("together 合计", *map(str, sums), str(sum(sums))))
    return table(("", *(f"{zh} {en}" for zh, en in _KINDS.values()), "all 合计"), rows)


def _covered(each: Mechanism) -> tuple[str, str]:
    way, name = each.covered_by
    if way == "out_of_scope":
        return f"{way}: {name}", ""
    shown = f"[`{name}`](levers.md#{name})" if way == "lever" else f"`{name}`"
    return f"{way} {shown}", f"`{each.test}`"
