"""What each kind of fault is called, in both languages, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflows.definition.provenance import Title

_OTHER: Final = Title(zh="此处内容不符合要求，请按提示修改", en="This does not fit; change it as the details say")

_TEXTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # How it is written.
        "yaml_syntax": (
            "文本格式有误，请检查缩进、冒号和引号",
            "The text cannot be read; look at indentation and quotes",
        ),
        "file_too_large": ("内容过大，请拆分或精简", "It is too large; split or shorten it"),
        "unreadable_file": ("文件无法读取，请检查路径", "The file cannot be read; check its path"),
        "encoding": ("编码不是 UTF-8，请另存为 UTF-8", "It is not in UTF-8; save it as UTF-8"),
        "unprintable_character": ("含有不可显示的字符，请删除", "It has a character that cannot be shown; remove it"),
        "several_documents": ("一份文件内有多个文档，请拆分", "There are several documents in one; split them"),
        "empty_file": ("内容为空，请填写", "It is empty; write the fields"),
        "nested_too_deeply": ("嵌套层次过深，请减少层次", "It is nested too deeply; nest less"),
        "unknown_anchor": ("引用了未标记的内容，请先标记", "An alias of nothing; mark the value first"),
        "too_many_values": ("内容项过多，请拆分", "There are too many values; split it"),
        "key_not_plain": ("字段名须为普通文字", "A key has to be a plain word"),
        "merge_key": ("不支持合并键，请写出各字段", "Merge keys are not read; write the fields out"),
        "duplicate_key": ("字段重复，请保留一个", "A field stands twice; keep one"),
        "text_too_long": ("文字过长，请缩短", "The text is too long; shorten it"),
        "more_problems": ("问题过多，请先改正以上各项", "There are more problems; mend these first"),
        "tag": ("不支持标签，请删除", "Tags are not read; remove it"),
        # Which fields there are, and of what type.
        "missing_field": ("缺少必填项，请补充", "Something is missing; fill it in"),
        "unknown_field": ("没有这一字段，请删除或改名", "There is no such field; remove or rename it"),
        "missing_kind": ("未说明类型，请选择", "It does not say of which kind it is; choose one"),
        "unknown_kind": ("没有这一类型，请另选", "There is no such kind; choose another"),
        "unknown_form": ("写法不符合任何一种形式", "It has none of the forms that are understood"),
        "unknown_value": ("不是可选值之一，请另选", "It is none of the values to choose from"),
        "invalid_value": ("数值不符合要求，请修改", "The value does not fit; change it"),
        "no_mapping": ("此处须填写若干字段", "Fields are expected here"),
        "identifier": (
            "编号须以小写字母开头，仅含小写字母、数字和下划线",
            "An id is made of a–z, 0–9 and _, and begins with a letter",
        ),
        "string_type": ("此处须填文字", "A text is expected here"),
        "float_type": ("此处须填数字", "A number is expected here"),
        "int_type": ("此处须填整数", "A whole number is expected here"),
        "int_from_float": ("此处须填整数", "A whole number is expected here"),
        "bool_type": ("此处须填是或否", "Yes or no is expected here"),
        "tuple_type": ("此处须填列表", "A list is expected here"),
        "list_type": ("此处须填列表", "A list is expected here"),
        "dict_type": ("此处须填若干字段", "Fields are expected here"),
        "model_type": ("此处须填若干字段", "Fields are expected here"),
        "model_attributes_type": ("此处须填若干字段", "Fields are expected here"),
        "finite_number": ("须为有限的数字", "The number has to be finite"),
        "date_type": ("日期须写作年-月-日", "A date is written as YYYY-MM-DD"),
        "date_parsing": ("日期须写作年-月-日", "A date is written as YYYY-MM-DD"),
        "date_from_datetime_parsing": ("日期须写作年-月-日", "A date is written as YYYY-MM-DD"),
        "date_from_datetime_inexact": ("日期须写作年-月-日", "A date is written as YYYY-MM-DD"),
        "greater_than": ("数值过小，请调大", "The number is too small"),
        "greater_than_equal": ("数值过小，请调大", "The number is too small"),
        "less_than": ("数值过大，请调小", "The number is too large"),
        "less_than_equal": ("数值过大，请调小", "The number is too large"),
        "too_short": ("项数不足，请补充", "There are too few of them; add some"),
        "too_long": ("项数过多，请减少", "There are too many of them; remove some"),
        "string_too_short": ("不能为空，请填写", "It is empty; write something"),
        "string_too_long": ("文字过长，请缩短", "The text is too long; shorten it"),
        "string_pattern_mismatch": ("文字格式不符", "The text does not have the form that is expected"),
        "string_unicode": ("文字含有无效字符", "The text has characters that are none"),
        "enum": ("不是可选值之一，请另选", "It is none of the values to choose from"),
        "literal_error": ("不是可选值之一，请另选", "It is none of the values to choose from"),
        "int_parsing_size": ("数值过大，请调小", "The number is too large"),
        "recursion_loop": ("内容自我嵌套，请修改", "It holds itself; change it"),
        # Assumptions that quantities refer to.
        "assumptions_form": ("假设清单的写法有误", "The list of assumptions is not written as one"),
        "assumption_form": ("假设须直接写明数量", "An assumption states the quantity itself"),
        "unknown_assumption": ("没有这一条假设，请补充或另选", "There is no such assumption; add it or name another"),
        # What is referred to.
        "repeated_id": ("步骤编号重复，请改名", "Two steps have this id; rename one"),
        "repeated_value": ("取值重复，请删除一个", "A value stands twice; remove one"),
        "repeated_outcome": ("结果重复，请删除一个", "An outcome stands twice; remove one"),
        "repeated_node": ("节点编号重复，请改名", "Two nodes have this id; rename one"),
        "repeated_flow": ("同一连线出现两次，请合并", "Two nodes are joined twice; merge the flows"),
        "repeated_draws": ("随机抽取的名称重复，请改名", "Something else draws under this name; rename it"),
        "unknown_step": ("没有这一步骤，请另选", "There is no such step; name another"),
        "unknown_pool": ("没有这一岗位，请添加或另选", "There is no such pool; add it or name another"),
        "unknown_document": ("没有这一材料，请添加或另选", "There is no such document; add it or name another"),
        "unknown_calendar": ("没有这一日历，请添加或另选", "There is no such calendar; add it or name another"),
        "unknown_attribute": ("没有这一办件属性，请添加或另选", "There is no such attribute; add it or name another"),
        "unknown_outcome": ("该步骤没有这一结果，请另选", "The step has no such outcome; name another"),
        "unknown_stage": ("没有这一阶段，请添加或另选", "There is no such stage; add it or name another"),
        "unknown_node": ("没有这一节点，请添加或另选", "There is no such node; add it or name another"),
        "unknown_lane": ("没有这一流程，请另选", "There is no such lane; name another"),
        "unknown_name": ("没有这一名称，请另选", "Nothing has this name; name another"),
        "missing_outcome": ("须注明该步骤的哪一种结果", "It has to say which outcome of the step"),
        "not_an_attribute": ("此处只能以办件属性为条件", "Only attributes of the case can be asked here"),
        # Numbers that fit together.
        "shares": ("各项比例之和不对，请调整", "The shares do not add up; change them"),
        "arrivals_form": ("到达间隔与周期须二选一", "Arrivals have either a gap or a cadence; keep one"),
        "batch_without_cadence": ("未设周期而设批量，请删除批量", "A batch needs a cadence; remove it"),
        "zero_gap": ("到达间隔不能为零", "Time has to pass between arrivals"),
        "wait_form": ("等待须以工作日或时间之一说明", "A wait has either working days or a time; keep one"),
        "path_form": ("分支须以条件或比例之一说明", "A path has either a condition or a share; keep one"),
        "outcome_form": ("结果的比例写法有误", "How often an outcome comes up is stated twice"),
        "no_documents": ("步骤未列材料，不能据材料判断", "The step lists no documents to judge by"),
        "pace_without_limit": ("按时限安排流转，但未设时限", "It is paced by a limit that it does not have"),
        "two_circulations": ("流转时间重复说明，请保留一个", "Circulation is stated twice; keep one"),
        "span_too_long": ("时间过长，请检查数值和单位", "The time is too long; check number and unit"),
        "too_many": ("数值过大，请检查", "The number is too large; check it"),
        # The order that law sets, and what can be asked when.
        "order_against_law": ("违反法定先后顺序，请调整位置", "Law puts another step before this one; move it"),
        "circle_of_after": ("先后顺序互相等待，请去掉一项", "Steps wait for each other; remove one of their orders"),
        "asked_too_early": ("尚未办理就询问其结果，请后移", "It asks for an outcome that is not there yet; move it"),
        # Soundness of blocks.
        "unreachable_step": ("没有办件能到达此步骤", "No case can reach this step"),
        "branch_ends_at_once": ("分支立即结束整个办件，请后移结束", "This branch ends the case at once; move the end"),
        "race_decided": ("此分支不耗时，总是最先完成", "This branch takes no time and always wins"),
        "loop_never_repeats": ("循环体内办件全部结束，不会重复", "Every case ends inside the loop; it never repeats"),
        "loop_without_time": ("循环内没有耗时的步骤", "Nothing in the loop takes time"),
        "loop_cannot_change": ("循环条件在循环内不会改变", "Nothing in the loop changes what it asks for"),
        # Soundness of graphs, and of calls.
        "beside_form": ("旁置计时器的写法有误", "A timer beside a node is not placed as one"),
        "flow_form": ("连线的条件或比例写法有误", "A flow's condition or share is not written as one"),
        "several_defaults": ("默认连线多于一条，请保留一条", "There are several default flows; keep one"),
        "no_default": (
            "可能没有一条连线可走，请设默认连线",
            "It can happen that no flow is taken; leave one as default",
        ),
        "second_token": ("同一节点可能同时办理两次，请先汇合", "A node can be reached twice at a time; join before it"),
        "graph_too_large_to_check": ("图过大，无法检查，请拆分", "The graph is too large to be checked; split it"),
        "dead_node": ("没有办件能到达此节点", "No case can reach this node"),
        "no_way_out": ("办件会在圈内打转，无法结束", "Cases go in a circle without a way out"),
        "deadlock": ("办件会卡住：汇合处等不到另一分支", "Cases get stuck: a join waits for what cannot come"),
        "circle_cannot_change": ("圈内没有可改变去向的步骤", "Nothing in the circle decides anew"),
        "circle_without_time": ("圈内没有耗时的步骤", "Nothing in the circle takes time"),
        "circle_hardly_left": ("办件几乎无法离开此圈，请调整比例", "Cases hardly ever leave the circle"),
        "circle_of_calls": ("流程互相调用成圈，请去掉一个", "Lanes call each other in a circle; remove a call"),
        # Levers and scenarios.
        "path_outside": (
            "路径超出文件所在目录，请放在同一目录",
            "The path leads elsewhere; put its file beside this",
        ),
        "lever_refused": ("流程不具备此杠杆的条件", "The lane is not as this lever needs it"),
        "does_not_fit": ("与流程不相符，请修改", "It does not fit the lane; change it"),
    }
)

KNOWN: Final = frozenset(_TEXTS)
"""Codes with a text of their own."""


def title_of(code: str) -> Title:
    """What a kind of fault is called; a general text for one that a later release of pydantic may bring."""
    if code not in _TEXTS:
        return _OTHER
    zh, en = _TEXTS[code]
    return Title(zh=zh, en=en)
