"""What the command line says of the read model: key to Chinese and English."""

from __future__ import annotations

from typing import Final

INBOX: Final = {
    "inbox": (
        "照看读模型：案件、事件与待办，由产品自身的数据库保存。",
        "Look after the read model: cases, events and work items, which the product's own database keeps.",
    ),
    "inbox.rebuild": (
        "根据 Temporal 保存的历史补全案件与事件，并重建待办；可随时中断，重新运行即从中断处继续。",
        "Put back what Temporal's histories tell of cases, and make the inbox again; it may be interrupted.",
    ),
    "inbox.check": (
        "将读模型与 Temporal 逐案比较；有案件落后时以 4 退出。",
        "Compare the read model with Temporal, case by case; exit 4 if it has fallen behind.",
    ),
    "inbox.progress": ("案件 {done}/{of}", "case {done}/{of}"),
    "inbox.rebuilt": (
        "共 {cases} 件，其中 {whole} 件已办结且完整；补回 {events} 条事件，待办已重建。",
        "{cases} cases, {whole} of them ended and whole already; {events} events put back, inbox made again.",
    ),
    "inbox.untold": ("案件 {case} 无法补回：{reason}", "case {case} could not be put back: {reason}"),
    "inbox.even": ("{cases} 件案件，读模型无一落后。", "{cases} cases, and the read model is behind in none."),
    "inbox.behind": (
        "{cases} 件案件中有 {behind} 件在读模型中落后",
        "The read model is behind in {behind} of {cases} cases",
    ),
    "inbox.case": ("案件", "Case"),
    "inbox.kept": ("已保存事件", "Events kept"),
    "inbox.happened": ("实际事件", "Events happened"),
}
