"""What the fields of a lane are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_FIELDS: Final = """
add 优先级增减 priority added
after 须在其后 only after
again 重做条件 done again if
all_of 全部满足 all of
any_of 满足任一 any of
arrivals 到件 arrivals
at 时刻 at
at_most 最多重做次数 at most times
attribute 案件属性 attribute of the case
attributes 案件属性 attributes of cases
automatic 自动办理 automatic
awaited 是否等候 awaited
base 工作日口径 counts as working
basis 依据 basis
batch 每轮件数 cases a round
beside 伴随 beside
block 所在环节 inside
body 主体 body
branch 分支 branch
branches 分支 branches
cadence 周期 cadence
calendar 日历 calendar
calendars 日历 calendars
cases 件数 cases
circulation_time 内部流转时长 circulation time
clauses 条款依据 clauses
clock 计时方式 clock
content 内容 content
cost_per_hour 每小时成本 cost per hour
count 人数 members
counts_as 视为 counts as
dates 日期 dates
day 日 day
days 日期 days
defect_share 材料缺陷比例 share with defects
department 部门 department
depth_first 深度优先 depth first
description 说明 description
documents 材料 documents
draws 抽样名 name of its draw
en 英文 English
extension 延期 extension
extra 特别开放日 extra days
fee 费用 fee
flows 流向 flows
format 格式版本 format
from_documents 由材料决定 from documents
gap 到件间隔 gap between arrivals
high 上限 highest
hour 时 hour
hours 工作时间 hours
id 标识 id
in 取值 in
interrupting 到时中止 interrupting
interrupts 可打断 interrupts
join 汇合方式 join
kind 类型 kind
lane 调用的流程 lane called
law 分布 law
law_mean 分布均值 mean of the law
law_standard_deviation 分布标准差 standard deviation of the law
leave 休息日 days of leave
levers 措施 levers
limit 时限 limit
limits 时限 limits
low 下限 lowest
mark 节点 mark
mean 平均 mean
mode 最可能值 most likely
month 月 month
nodes 节点 nodes
not 不满足 not
notice 补正告知期 notice
office 办公日历 office hours
on_day_off 遇休息日 on a day off
on_expiry 到时处理 on expiry
order 顺序 order
otherwise 否则 otherwise
outcome 结果 outcome
outcome_of 环节结果 outcome of
outcomes 结果 outcomes
paced_by_limit 按时限节奏流转 paced by its limit
paid_by 付费方 paid by
parts 组成 parts
party 第三方 party
paths 路径 paths
place 位置 place
pool 人员组 pool
pools 人员组 pools
priorities 优先案件 priorities
priority 优先级 priority
provenance 来源 source
reason 停表原因 reason
redo 重做步骤 redo
result 结果 result
scale 尺度 scale
sealed 保密案件 sealed cases
service_time 办理时长 service time
shape 形状 shape
share 占比 share
shares 占比 shares
since 起 since
slot 部位 part
source 来源 source
split 分流方式 split
staff 人员配置 staff
stage 阶段 stage
stages 阶段 stages
standard_deviation 标准差 standard deviation
start 起点 start
step 步骤 step
steps 步骤 steps
stops 随法定时钟停止 stops with the clock
system 系统 system
target 目标 target
targets 公布目标 targets
time 时长 time
title 名称 title
unit 单位 unit
until 止 until
value 值 value
values 取值 values
variations 差异情形 variations
visits 跑动次数 visits
weekday 星期 weekday
weekday_hours 各星期工作时间 hours by weekday
when 条件 when
within 期限 within
working_days 工作日数 working days
yuan 元 yuan
zh 中文 Chinese
monday 周一 Monday
tuesday 周二 Tuesday
wednesday 周三 Wednesday
thursday 周四 Thursday
friday 周五 Friday
saturday 周六 Saturday
sunday 周日 Sunday
"""

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {name: (zh, en) for name, zh, en in (line.split(" ", 2) for line in _FIELDS.strip().splitlines())}
)
"""Field to what it is called in Chinese and English."""

SOURCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "seed": ("种子文件", "seed document"),
        "statute": ("法律法规", "statute"),
        "policy": ("政策", "policy"),
        "published": ("公布数据", "published"),
        "local": ("本地规定", "local rule"),
        "measured": ("实测", "measured"),
        "knowledge": ("经验", "knowledge"),
        "assumed": ("假设", "assumed"),
    }
)
"""Kinds of provenance."""
