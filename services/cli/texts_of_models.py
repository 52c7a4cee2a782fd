"""What the command line says of models of other tools: key to Chinese and English."""

from __future__ import annotations

from typing import Final

MODELS: Final = {
    "import": (
        "把 BPMN 2.0 模型（可附 Prosimos、BPSim 或 QBP 参数）或事件日志转换为流程文件。",
        "Turn a BPMN 2.0 model, with numbers of Prosimos, BPSim or QBP, or an event log into a lane file.",
    ),
    "export": (
        "把流程写成 BPMN 2.0 文件，可附 BPSim 参数；导回后仍是同一条流程。",
        "Write a lane as BPMN 2.0, with BPSim numbers if asked for; read back, it is the same lane.",
    ),
    "argument.model": ("BPMN 2.0 文件，或事件日志。", "A BPMN 2.0 file, or an event log."),
    "argument.exported": (
        "流程或改革方案的标识，或其文件；方案则取改革后的流程。",
        "A lane or scenario, by its id or file; of a scenario, the lane after its reform.",
    ),
    "option.parameters": (
        "与 BPMN 模型配套的参数文件：Prosimos 的 JSON，或 BPSim、QBP 的 XML。也可写作 模型.bpmn+参数.json。",
        "A BPMN model's numbers: JSON of Prosimos, XML with BPSim or QBP; also as MODEL.bpmn+NUMBERS.json.",
    ),
    "option.lane_to": (
        "写入的流程文件（YAML）；不给出则写到标准输出。",
        "The lane file to write (YAML); standard output if absent.",
    ),
    "option.model_to": (
        "写入的 BPMN 文件；不给出则写到标准输出。",
        "The BPMN file to write; standard output if absent.",
    ),
    "option.bpsim": (
        "同时写入 BPSim 2.0 参数，供其他工具仿真。",
        "State the numbers in BPSim 2.0 too, for other tools to simulate.",
    ),
    "check.kind.model": ("BPMN 模型", "BPMN model"),
    "check.numbers_missing": ("文件未给出的数值 {count}", "numbers that no file states: {count}"),
    "model.missing": (
        "文件未给出的数值有 {count} 个，流程中已写为假设：",
        "numbers that no file states, which stand in the lane as assumptions: {count}",
    ),
    "model.not_said": (
        "BPSim 无法表达的内容有 {count} 项，其他工具看不到：",
        "what BPSim has no words for, and other tools do not see: {count}",
    ),
    "model.choices": (
        "各工具含义不一之处，流程已写明所取含义，共 {count} 处：",
        "where tools differ, what is meant here: {count}",
    ),
    "model.choice.arrivals_from_arrival": (
        "到达间隔按日历时钟、自上一次到达（顺延后）起算（BIMP 只计工作时间）。",
        "the gap between arrivals runs on the wall clock from the last one, moved or not (BIMP: working time alone).",
    ),
    "model.choice.arrivals_in_working_time": (
        "到达间隔只计工作时间，下班时暂停（Prosimos 按日历时钟）。",
        "the gap between arrivals runs in working time, and stands still outside it (Prosimos: the wall clock).",
    ),
    "model.choice.cut_off": (
        "上下限截去分布的一部分：所给均值 {stated}，实际均值 {mean}。",
        "bounds cut the distribution off: the mean is stated as {stated} and is {mean}.",
    ),
    "model.choice.urgent_among_waiting": (
        "急件只在等候者中优先（Prosimos 把全程的急件都排在前面）。",
        "urgent cases go first among those that wait (Prosimos: those of the whole horizon go first).",
    ),
    "model.choice.race_drawn_once": (
        "最先发生的事件决定走向，其时长即为所费时间（Prosimos 会再抽一次）。",
        "the first event decides and is how long it took (Prosimos draws it a second time).",
    ),
    "model.choice.timers_count": (
        "活动边界上的计时器有效（Prosimos 忽略）。",
        "timers on the edge count (Prosimos leaves them aside).",
    ),
    "model.choice.unasked_flows": (
        "与有条件的流并列的无条件流按自身概率触发（Prosimos 从不触发）。",
        "flows without a condition beside conditioned ones have their own chance (Prosimos never takes them).",
    ),
    "model.choice.no_trimming": (
        "首尾剔除的案件属于实验设置，不在流程中：greenlane warm-up 会给出应剔除的时长。",
        "what is trimmed of a run belongs to the experiment, not the lane: `greenlane warm-up` tells how much.",
    ),
    "model.choice.cycle_time": (
        "全程时间：从到达到最后一步完成，含下班时间（另一种算法会扣除下班时间）。",
        "cycle time is from arrival to the last completion, off-duty hours included (some tools subtract them).",
    ),
    "model.written": ("已写入 {path}", "written: {path}"),
}
