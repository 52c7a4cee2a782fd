"""Everything that the command line says, in both languages."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.cli.texts_of_access import ACCESS
from services.cli.texts_of_backups import BACKUPS
from services.cli.texts_of_doctor import DOCTOR
from services.cli.texts_of_draws import DRAWS
from services.cli.texts_of_experiments import EXPERIMENTS
from services.cli.texts_of_forecasts import FORECASTS
from services.cli.texts_of_inbox import INBOX
from services.cli.texts_of_logs import LOGS
from services.cli.texts_of_models import MODELS
from services.cli.texts_of_operations import OPERATIONS
from services.cli.texts_of_studies import STUDIES
from services.cli.texts_of_supervision import SUPERVISION
from services.cli.texts_of_traces import TRACES


class Text(NamedTuple):
    """One thing to say; places in braces are filled in."""

    zh: str
    en: str


LANGUAGES: Final = ("zh-CN", "en")

TEXTS: Final = {
    # what commands do
    "greenlane": Text(
        "绿色通道：审批流程在 Temporal 上真实运行，在 SimPy 上重演，改革之前先算清能省多少时间。",
        "Greenlane: approval lanes that run for real on Temporal and are rerun on SimPy, "
        "so that a reform's saving is known before it is made.",
    ),
    "lanes": Text("列出自带的流程与改革方案。", "List the lanes and scenarios that are shipped."),
    "levers": Text("列出可用于改革方案的全部措施。", "List the levers that a scenario may use."),
    "scenarios": Text("列出自带的改革方案及其措施。", "List the scenarios that are shipped, with their levers."),
    "explain": Text(
        "说明一项措施：改变什么、前提、参数、出处、用在哪里。",
        "Explain a lever: what it changes and needs, its parameters, where it comes from and is used.",
    ),
    "check": Text(
        "检查流程、方案、方案包或事件日志文件：有效，或指出错在哪一行、怎样改。",
        "Check a lane, scenario, package or event-log file: valid, or what is wrong, where, and how to mend it.",
    ),
    "simulate": Text("仿真一条流程，给出带置信区间的指标。", "Simulate a lane: measures with confidence intervals."),
    "compare": Text("配对比较改革前后。", "Compare lanes before and after, pair by pair."),
    "sweep": Text(
        "按方案所列取值逐一仿真一项措施的一个参数，每个取值一行。",
        "Simulate a scenario at every value of its sweep: one row a value, with intervals.",
    ),
    "attribute": Text(
        "分摊改革成效：每项措施按方案顺序、以及在各种先后顺序下平均节省多少，距目标还差什么。",
        "Attribute what a reform saves: what each lever does in the scenario's order and over all orders, "
        "and what is still missing to the target.",
    ),
    "demo": Text(
        "在 Temporal 上运行五条流程，在 SimPy 上重演，并比较改革前后。",
        "Run the five lanes on Temporal, rerun them on SimPy, and compare before and after.",
    ),
    "up": Text(
        "在一台机器上启动整个系统（Temporal 及其界面、工作进程、接口）；Ctrl-C 全部停止，数据保留。",
        "Run the whole system on one machine (Temporal with its UI, workers, API); Ctrl-C stops all, data survive.",
    ),
    "worker": Text("运行一个执行案件的工作进程。", "Run a worker, which carries cases on."),
    "department_worker": Text(
        "运行部门系统的工作进程，自动办理登记、税务、印章、共享、公开等步骤。",
        "Run a worker that does the steps of departments' systems: registry, tax, seal, sharing, publication.",
    ),
    "argument.systems": Text("哪些系统；默认全部。", "Which systems; all of them if none is named."),
    "api": Text("运行 HTTP 接口。", "Serve the HTTP API."),
    "doctor": Text(
        "检查本机是否具备运行条件，以及正在运行的系统是否正常。",
        "Tell whether this machine has what Greenlane needs, and how what runs does.",
    ),
    "version": Text("显示版本。", "Show versions."),
    # options and arguments
    "option.lang": Text("语言：zh-CN 或 en。", "Language: zh-CN or en."),
    "option.json": Text("在标准输出上输出 JSON。", "Write JSON to standard output."),
    "option.seed": Text(
        "随机数种子；相同的种子得到相同的结果。", "Seed of the random numbers; the same seed, the same result."
    ),
    "option.service": Text(
        "提供哪个服务：requests、decisions、insights、experiments 或 all。",
        "Which service: requests, decisions, insights, experiments or all.",
    ),
    "option.cases": Text(
        "每条流程的案件数；不给出则按日期区间。", "Cases of each lane; if absent, a span of days is run."
    ),
    "option.replications": Text(
        "重复次数；次数越多，区间越窄。", "How many times; the more, the narrower the intervals."
    ),
    "option.replications_asked": Text(
        "重复次数；次数越多，区间越窄。不给出则按方案，方案未定则 20 次。",
        "How many times; the more, the narrower the intervals. If absent, as the scenario asks, or else 20.",
    ),
    "option.orders": Text(
        "措施先后顺序过多时抽取多少种；更少组合即可取全时则取全部。",
        "Orders of introduction to draw; all are taken where that needs no more combinations.",
    ),
    "option.workers": Text("并行进程数；默认等于处理器核数。", "Processes side by side; as many as cores if absent."),
    "option.fail_if": Text(
        "界限，如 processing_time.p90>20wd；改革后（或所仿真流程）的均值落入即以 4 退出。可重复给出。",
        "A bound such as processing_time.p90>20wd: exit with 4 if the mean (of the lane after) is in it. Repeatable.",
    ),
    "option.live_cases": Text(
        "每条流程改革前后各运行多少个真实案件。", "Live cases of each lane, before and after each."
    ),
    "option.out": Text("报告写入的目录。", "Folder that the report is written to."),
    "argument.lane": Text("流程或方案的标识，或文件。", "Id of a lane or scenario, or a file."),
    "argument.lanes": Text(
        "改革前，然后是要与之比较的；或只给一个方案或方案包，比较其前后。",
        "Before, then what it is compared with; or a scenario or package alone, for its own before and after.",
    ),
    "argument.lever": Text("措施的标识。", "Id of a lever."),
    "argument.reform": Text("方案或方案包的标识，或文件。", "Id of a scenario or a package, or a file."),
    "argument.scenario": Text("带有取值序列（sweep）的方案，或其文件。", "Id of a scenario with a sweep, or its file."),
    "argument.file": Text("要检查的文件。", "The file to check."),
    # answers
    "error": Text("错误：{message}", "Error: {message}"),
    "no_such_language": Text("没有这种语言：{found}。可用：{known}。", "No such language: {found}. Known: {known}."),
    "check.valid": Text("有效的{kind}：{id} {title}", "Valid {kind}: {id} {title}"),
    "check.kind.lane": Text("流程", "lane"),
    "check.kind.scenario": Text("改革方案", "scenario"),
    "check.kind.package": Text("改革方案包", "package"),
    "check.kind.event_log": Text("事件日志", "event log"),
    "check.steps": Text("步骤 {count}", "{count} steps"),
    "check.pools": Text("岗位 {count}", "{count} pools"),
    "check.levers": Text("措施 {count}", "levers: {count}"),
    "check.lanes_beside": Text("并行的其他流程 {count}", "lanes beside it: {count}"),
    "check.values": Text("取值 {count}", "values: {count}"),
    "check.scenarios": Text("方案 {count}", "scenarios: {count}"),
    "check.lanes": Text("流程 {count}", "lanes: {count}"),
    "check.principles": Text("原则 {count}", "principles: {count}"),
    "check.events": Text("事件 {count}", "{count} events"),
    "check.cases": Text("案件 {count}", "{count} cases"),
    "check.hash": Text("内容哈希 {hash}", "content hash {hash}"),
    "check.invalid": Text("无效：发现 {count} 处问题", "Invalid, problems: {count}"),
    "lanes.approval": Text("流程", "Lanes"),
    "lanes.supervision": Text("监督流程", "Loops of supervision"),
    "lanes.scenarios": Text("改革方案", "Scenarios"),
    "lanes.id": Text("标识", "Id"),
    "lanes.title": Text("名称", "Title"),
    "lanes.steps": Text("步骤", "Steps"),
    "lanes.pools": Text("岗位", "Pools"),
    "lanes.base": Text("基础流程", "Base"),
    "lanes.levers": Text("措施", "Levers"),
    "levers.levers": Text("措施", "Levers"),
    "levers.id": Text("标识", "Id"),
    "levers.title": Text("名称", "Title"),
    "levers.moves": Text("改变的指标", "KPIs that it moves"),
    "levers.scenarios": Text("使用它的方案数", "Scenarios"),
    "scenarios.packages": Text("改革方案包", "Packages"),
    "scenarios.id": Text("标识", "Id"),
    "scenarios.title": Text("名称", "Title"),
    "scenarios.scenarios": Text("方案", "Scenarios"),
    "scenarios.principles": Text("原则", "Principles"),
    "explain.needs": Text("前提（不满足即拒绝）", "What has to hold, or it is refused"),
    "explain.moves": Text("改变的指标", "KPIs that it moves"),
    "explain.order": Text("先后与重复", "Order and repetition"),
    "explain.parameters": Text("参数", "Parameters"),
    "explain.clauses": Text("出处", "Where it comes from"),
    "explain.scenarios": Text("用在哪些方案中", "Scenarios that use it"),
    "explain.mechanisms": Text("对应的文件机制", "Mechanisms of the source documents"),
    "explain.none": Text("无", "none"),
    "explain.comes_after": Text("同时使用时排在其后：{levers}", "comes after, where both are used: {levers}"),
    "explain.comes_before": Text("同时使用时排在其前：{levers}", "comes before, where both are used: {levers}"),
    "explain.repeatable": Text("再次使用时在前一次的基础上继续生效", "a second use acts on what the first one left"),
    "explain.once": Text("以相同参数再次使用即被拒绝", "a second use with the same parameters is refused"),
    "explain.scope_only": Text("只限定比较范围，写在 scope 下", "narrows what is compared; stands under scope"),
    "explain.parameter": Text("{name}：{value}（{needed}）", "{name}: {value} ({needed})"),
    "explain.required": Text("必填", "required"),
    "explain.optional": Text("可选", "optional"),
    "explain.default": Text("默认 {default}", "default {default}"),
    "experiment.figure": Text("指标", "Figure"),
    "experiment.mean": Text("均值", "Mean"),
    "experiment.interval": Text("{confidence} 区间", "{confidence} interval"),
    "experiment.unit": Text("单位", "Unit"),
    "experiment.before": Text("改革前", "Before"),
    "experiment.after": Text("改革后", "After"),
    "experiment.difference": Text("差值", "Difference"),
    "experiment.levers": Text(
        "各项措施的贡献（依次，± 区间半宽）", "What each lever changes, in order, with half the interval"
    ),
    "experiment.lever": Text("措施", "Lever"),
    "experiment.on_paper": Text("纸面时限", "Limits on paper"),
    "experiment.progress": Text("重复 {done}/{of}", "replications {done}/{of}"),
    "attribute.orders.all": Text(
        "措施可以引入的全部 {orders} 种先后顺序，共 {coalitions} 种组合；仿真 {run} 种，各重复 {replications} 次，"
        "{confidence} 置信区间",
        "All {orders} orders in which the levers can be introduced, which make {coalitions} combinations; {run} "
        "of them run, replications of each: {replications}; {confidence} intervals",
    ),
    "attribute.orders.drawn": Text(
        "在措施可以引入的先后顺序中抽取 {orders} 种，共 {coalitions} 种组合；仿真 {run} 种，各重复 {replications} 次，"
        "{confidence} 置信区间",
        "{orders} orders drawn of those in which the levers can be introduced, which make {coalitions} combinations; "
        "{run} of them run, replications of each: {replications}; {confidence} intervals",
    ),
    "attribute.lever": Text("措施", "Lever"),
    "attribute.needs": Text("须先有", "Needs"),
    "attribute.in_order": Text("按方案顺序", "In this order"),
    "attribute.over_orders": Text("各种顺序平均", "Over orders"),
    "attribute.of_orders": Text("其中抽取误差", "of which drawing"),
    "attribute.range": Text("最小 … 最大", "Least to most"),
    "attribute.together": Text("合计", "All together"),
    "attribute.on_paper": Text("纸面时限（工作日）", "Limits on paper (working days)"),
    "gap.missing": Text(
        "十件中九件的办理工作日与目标还差 {missing} 个工作日。",
        "At the 90th percentile {missing} working days are missing.",
    ),
    "gap.limits": Text(
        "各事项时限须再压缩到 {factor} 倍（区间 {surely} 至 {perhaps}），届时第90百分位为 {reached} 个工作日。",
        "Simulated, item limits would have to fall to {factor} of what they are (interval {surely} to {perhaps}), "
        "at which the 90th percentile is {reached}.",
    ),
    "gap.limits.never": Text(
        "即使时限压缩到最短，第90百分位仍为 {reached} 个工作日：延误不在时限。",
        "Even with the shortest limits the 90th percentile is {reached}: something else than limits keeps the cases.",
    ),
    "gap.capacities": Text("逐一增加最忙岗位的人员", "One more member for the busiest pool at a time"),
    "gap.pool": Text("岗位", "Pool"),
    "gap.members": Text("人数", "Members"),
    "gap.utilisation": Text("此前利用率", "Utilisation before"),
    "gap.saved": Text("平均办理时长（工作日）", "Mean processing time (working days)"),
    "gap.p90": Text("第90百分位（工作日）", "90th percentile (working days)"),
    "gap.kept": Text("有用", "Helps"),
    "gap.yes": Text("是", "yes"),
    "gap.no": Text("否", "no"),
    "gap.levers": Text("方案尚未采用的措施，各自单独增加", "Levers that the scenario does not use, each added alone"),
    "gap.lever": Text("措施", "Lever"),
    "gap.with": Text("参数", "With"),
    "gap.untried": Text(
        "还能缩短办理时长、但参数须由设计者给出的措施：{levers}",
        "Other levers that shorten processing time, whose parameters a designer has to give: {levers}",
    ),
    "experiment.missed": Text("超出界限：{text}，实为 {found}", "Threshold missed: {text}; it is {found}"),
    "experiment.unknown": Text("界限 {text} 无法判断：该指标没有值", "Threshold {text} cannot be judged: no value"),
    "demo.written": Text("已写入 {path}", "written: {path}"),
    "demo.agreed": Text(
        "一致性重演：Temporal 上运行的 {cases} 件案件，{events} 个事件中 {agreed} 个在仿真中原样再现",
        "identity rerun: of {events} events that {cases} cases left on Temporal, {agreed} came out the same on SimPy",
    ),
    "demo.differs": Text(
        "有 {count} 组案件的重演与真实运行不一致，换规则后的结果不可信。",
        "{count} sets of cases came out differently in the rerun: results under other rules are not to be believed.",
    ),
    "unit.working_days": Text("工作日", "working days"),
    "unit.days": Text("天", "days"),
    "unit.share": Text("比例", "share"),
    "unit.cases": Text("件", "cases"),
    "unit.visits": Text("次", "visits"),
    "unit.documents": Text("份", "documents"),
    "unit.steps": Text("个", "steps"),
    "unit.times": Text("次", "times"),
    "unit.yuan": Text("元", "yuan"),
    "up.starting": Text("正在启动，数据目录 {data}", "Starting; data are kept in {data}"),
    "up.ready": Text("系统已就绪，按 Ctrl-C 停止。", "Everything runs. Ctrl-C stops it."),
    "up.stopped": Text("已全部停止，数据保留。", "Everything has stopped; the data are kept."),
    "doctor.present": Text("正常", "ok"),
    "doctor.missing": Text("缺少", "missing"),
    "doctor.note": Text("注意", "note"),
    "doctor.python": Text("Python 3.11 或更高", "Python 3.11 or later"),
    "doctor.temporal": Text("Temporal 服务器", "Temporal server"),
    "doctor.data": Text("数据目录可写", "data directory can be written"),
    "doctor.database": Text("数据库", "database"),
    "doctor.calendar": Text("本年度工作日历", "working days of this year"),
    "doctor.port": Text("端口 {port}（{setting}）", "port {port} ({setting})"),
    "doctor.port_free": Text("空闲", "free"),
    "doctor.port_taken": Text("已被占用：系统正在运行，或请另选端口", "taken: the system runs, or choose another one"),
    "doctor.not_made": Text("首次启动时创建", "will be made at the first start"),
    **{key: Text(zh, en) for key, (zh, en) in EXPERIMENTS.items()},
    **{key: Text(zh, en) for key, (zh, en) in SUPERVISION.items()},
    **{key: Text(zh, en) for key, (zh, en) in DRAWS.items()},
    **{key: Text(zh, en) for key, (zh, en) in STUDIES.items()},
    **{key: Text(zh, en) for key, (zh, en) in TRACES.items()},
    **{key: Text(zh, en) for key, (zh, en) in LOGS.items()},
    **{key: Text(zh, en) for key, (zh, en) in MODELS.items()},
    **{key: Text(zh, en) for key, (zh, en) in OPERATIONS.items()},
    **{key: Text(zh, en) for key, (zh, en) in DOCTOR.items()},
    **{key: Text(zh, en) for key, (zh, en) in INBOX.items()},
    **{key: Text(zh, en) for key, (zh, en) in FORECASTS.items()},
    **{key: Text(zh, en) for key, (zh, en) in ACCESS.items()},
    **{key: Text(zh, en) for key, (zh, en) in BACKUPS.items()},
}


def say(language: str, key: str, /, **places: object) -> str:
    """What is said under a key in a language.

    Parameters
    ----------
    language : one of `LANGUAGES`
    places : what is filled in
    """
    text = TEXTS[key]
    return (text.zh if language.startswith("zh") else text.en).format(**places)
