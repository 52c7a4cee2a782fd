"""What the command line says of models of other tools: key to Chinese and English."""

from __future__ import annotations

from typing import Final

MODELS: Final = {
    "import": (
        "把 BPMN 2.0 模型（可附 Prosimos、BPSim 或 QBP 参数）转换为流程文件。",
        "Turn a BPMN 2.0 model, with numbers of Prosimos, BPSim or QBP, into a lane file.",
    ),
    "export": (
        "把流程写成 BPMN 2.0 文件，可附 BPSim 参数；导回后仍是同一条流程。",
        "Write a lane as BPMN 2.0, with BPSim numbers if asked for; read back, it is the same lane.",
    ),
    "argument.model": ("BPMN 2.0 文件。", "A BPMN 2.0 file."),
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
    "model.written": ("已写入 {path}", "written: {path}"),
}
