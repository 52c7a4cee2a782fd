"""What ``greenlane doctor`` says of a running system: key to Chinese and English."""

from __future__ import annotations

from typing import Final

DOCTOR: Final = {
    "option.running": (
        "系统应当正在运行：没有应答的部分算作问题。",
        "The system should be running: whatever does not answer is wrong.",
    ),
    "doctor.remedy": ("处理", "do"),
    "doctor.page": ("网页已构建", "the page is built"),
    "doctor.page.none": ("尚未构建；接口照常可用", "it is not; the API works without it"),
    "doctor.page.remedy": ("在源码目录运行 make page。", "Run make page where the sources are."),
    "doctor.space": ("数据目录所在磁盘的剩余空间", "space left on the disk of the data directory"),
    "doctor.space.detail": ("{free} GiB", "{free} GiB"),
    "doctor.space.remedy": (
        "腾出空间，或把数据目录移到更大的磁盘（GREENLANE_DATA_DIRECTORY）。磁盘写满后案件无法继续。",
        "Make room, or move the data directory (GREENLANE_DATA_DIRECTORY): on a full disk no case goes on.",
    ),
    "doctor.keys": ("密钥环可读且仅属本用户", "key ring can be read, and by nobody else"),
    "doctor.keys.detail": ("{path}，{count} 把密钥", "{path}, keys: {count}"),
    "doctor.keys.open": ("{path} 可被他人读取（权限 {mode}）", "others may read {path} (mode {mode})"),
    "doctor.keys.close": ("运行 chmod 600 {path}。", "Run chmod 600 {path}."),
    "doctor.keys.remedy": (
        "从备份恢复密钥环；丢失密钥，案件即无法读取。",
        "Restore the key ring from its copy: without the keys the cases cannot be read.",
    ),
    "doctor.revision": ("数据库结构为最新版本", "the store has the latest revision"),
    "doctor.revision.detail": ("现为 {found}，应为 {latest}", "is {found}, should be {latest}"),
    "doctor.revision.remedy": ("备份后运行 greenlane migrate。", "Make a back-up, then run greenlane migrate."),
    "doctor.database.none": ("{path} 不存在", "there is no {path}"),
    "doctor.database.remedy": (
        "检查数据库是否运行，以及 GREENLANE_DATABASE_URL。",
        "See whether the database runs, and check GREENLANE_DATABASE_URL.",
    ),
    "doctor.lock": ("数据库可写入", "the store can be written"),
    "doctor.lock.free": ("无人长期占用写锁", "nobody holds the writers' lock"),
    "doctor.lock.held": ("{seconds} 秒内未取得写锁", "the writers' lock was not to be had within {seconds} s"),
    "doctor.lock.idle": (
        "有 {count} 个事务闲置超过 {seconds} 秒",
        "transactions that have been idle for more than {seconds} s: {count}",
    ),
    "doctor.lock.remedy": (
        "找到并结束占用数据库的程序（如打开着的 sqlite3 或 psql 会话）。",
        "Find and end the program that holds the database, such as an open session of sqlite3 or psql.",
    ),
    "doctor.audit": ("审计链最近 {rows} 行完整", "the last {rows} rows of the trail are whole"),
    "doctor.audit.detail": ("链首为第 {sequence} 行", "head is row {sequence}"),
    "doctor.audit.remedy": (
        "停止写入并保全数据库文件，运行 greenlane audit verify，与留存的链首及备份比对。",
        "Keep the database as it is, run greenlane audit verify, and compare with heads and back-ups kept elsewhere.",
    ),
    "doctor.forecast": ("预测是新的", "the forecast is fresh"),
    "doctor.forecast.none": ("尚无预测", "there is none yet"),
    "doctor.forecast.detail": ("{minutes} 分钟前", "{minutes} minutes old"),
    "doctor.forecast.remedy": (
        "查看仿真工作进程是否运行，并查看其日志。",
        "See whether a simulation worker runs, and what its log says.",
    ),
    "doctor.issuer": ("令牌签发方提供密钥", "the issuer of tokens gives its keys"),
    "doctor.issuer.remedy": (
        "检查 GREENLANE_TOKEN_ISSUER、GREENLANE_TOKEN_KEYS 与到签发方的网络。",
        "Check GREENLANE_TOKEN_ISSUER, GREENLANE_TOKEN_KEYS and the way to the issuer.",
    ),
    "doctor.clock": ("{whose} 的时钟一致", "the clock of {whose} agrees"),
    "doctor.clock.detail": ("相差 {seconds} 秒", "{seconds} s apart"),
    "doctor.clock.remedy": ("在所有机器上启用 NTP。", "Have all machines keep time by NTP."),
    "doctor.temporal_answers": ("Temporal 应答", "Temporal answers"),
    "doctor.temporal_answers.detail": ("{address}，版本 {version}", "{address}, version {version}"),
    "doctor.temporal_answers.remedy": (
        "检查 GREENLANE_TEMPORAL_ADDRESS；单机运行 greenlane up。",
        "Check GREENLANE_TEMPORAL_ADDRESS; on one machine run greenlane up.",
    ),
    "doctor.namespace": ("命名空间 {namespace}", "namespace {namespace}"),
    "doctor.namespace.detail": ("已结案件保留 {days} 天", "keeps cases that have ended for {days} days"),
    "doctor.namespace.remedy": (
        "在 Temporal 中建立该命名空间，或更正 GREENLANE_TEMPORAL_NAMESPACE。",
        "Make the namespace in Temporal, or correct GREENLANE_TEMPORAL_NAMESPACE.",
    ),
    "doctor.queue": ("队列 {queue} 有工作进程", "a worker on queue {queue}"),
    "doctor.queue.detail": ("{count} 个，最近于 {seconds} 秒前取任务", "{count}, the last came {seconds} s ago"),
    "doctor.queue.none": ("没有工作进程取任务", "no worker asks for tasks"),
    "doctor.queue.remedy": ("启动它：{command}。", "Start one: {command}."),
    "doctor.release": ("当前版本由已安装的工作进程办理", "the release that is installed here is current"),
    "doctor.release.detail": ("当前为 {current}，本机为 {build}", "{current} is current, {build} is installed here"),
    "doctor.release.remedy": (
        "运行 greenlane releases list，再运行 greenlane releases use。",
        "Run greenlane releases list, then greenlane releases use.",
    ),
    "doctor.process": ("{process} 就绪（端口 {port}）", "{process} is ready (port {port})"),
    "doctor.process.parts": ("未应答：{parts}", "does not answer: {parts}"),
    "doctor.process.other": ("该端口由其他程序占用", "another program has the port"),
    "doctor.process.none": ("本机未运行", "does not run on this machine"),
    "doctor.process.remedy": ("查看该进程的日志。", "Look into its log."),
    "doctor.behind": ("读模型跟上事件", "the read model keeps up with events"),
    "doctor.behind.detail": ("落后的案件：{count}", "cases behind: {count}"),
    "doctor.behind.remedy": (
        "等待片刻后再查；仍不归零则检查数据库能否写入。",
        "Look again in a minute; if it stays, see whether the store can be written.",
    ),
}
