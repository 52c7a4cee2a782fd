"""What the values to choose from are called in both languages, in the forms of levers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VALUES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "all": ("全部", "all"),
        # Units and kinds of distributions.
        "seconds": ("秒", "seconds"),
        "minutes": ("分钟", "minutes"),
        "hours": ("小时", "hours"),
        "days": ("日历日", "days"),
        "working_days": ("工作日（8小时）", "working days (of 8 hours)"),
        "fixed": ("固定值", "fixed"),
        "exponential": ("指数分布", "exponential"),
        "uniform": ("均匀分布", "uniform"),
        "triangular": ("三角分布", "triangular"),
        "lognormal": ("对数正态分布", "lognormal"),
        "weibull": ("韦布尔分布", "Weibull"),
        "gamma": ("伽马分布", "gamma"),
        "truncated": ("截尾分布", "cut off"),
        "discrete": ("离散分布", "discrete"),
        "empirical": ("经验分布", "empirical"),
        "normal": ("正态分布", "normal"),
        # Sources of numbers.
        "seed": ("方案文件", "reform documents"),
        "statute": ("法律法规", "statute"),
        "policy": ("政策文件", "policy"),
        "published": ("公开数据", "published figure"),
        "local": ("本地资料", "local material"),
        "measured": ("日志测得", "measured from a log"),
        "knowledge": ("业务常识", "knowledge of the field"),
        "assumed": ("假设", "assumed"),
        # How cases end, and the marks on their way.
        "approved": ("准予", "approved"),
        "approved_with_missing_documents": ("容缺准予", "approved with missing documents"),
        "rejected": ("不予", "rejected"),
        "withdrawn": ("撤回申请", "withdrawn"),
        "retracted": ("撤回许可", "retracted"),
        "revoked": ("撤销许可", "revoked"),
        "submitted": ("申请", "submitted"),
        "accepted": ("受理", "accepted"),
        "decided": ("决定", "decided"),
        "delivered": ("送达", "delivered"),
        # Systems, channels and grounds.
        "registry": ("市场监管登记系统", "market registry"),
        "tax": ("电子税务局", "electronic tax office"),
        "seal": ("印章备案系统", "filing of seals"),
        "sharing": ("数据共享交换平台", "data exchange"),
        "publication": ("信息公开平台", "publication platform"),
        "counter": ("窗口", "counter"),
        "online": ("网上", "online"),
        "self_service": ("自助终端", "self-service terminal"),
        "appointment": ("预约", "by appointment"),
        "agent": ("代办", "through an agent"),
        "no_legal_basis": ("没有法律法规依据", "no law asks for it"),
        "held_by_authorities": ("部门可查询共享", "authorities hold it"),
        "shown_by_certificate": ("证照可以证明", "a certificate shows it"),
        "committed": ("申请人承诺", "the applicant signs for it"),
        "nobody_can_issue": ("开具单位无法查证", "nobody can issue it"),
        # Days.
        "state_council": ("国务院办公日历", "calendar of the State Council"),
        "every_day": ("每天", "every day"),
        "weekdays": ("周一至周五", "Monday to Friday"),
        "monday": ("星期一", "Monday"),
        "tuesday": ("星期二", "Tuesday"),
        "wednesday": ("星期三", "Wednesday"),
        "thursday": ("星期四", "Thursday"),
        "friday": ("星期五", "Friday"),
        "saturday": ("星期六", "Saturday"),
        "sunday": ("星期日", "Sunday"),
    }
)
