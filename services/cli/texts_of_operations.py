"""What the command line says of keys and versions: key to Chinese and English."""

from __future__ import annotations

from typing import Final

OPERATIONS: Final = {
    "secrets": (
        "管理加密密钥：Temporal 中保存的内容由密钥环的第一把密钥加密，环中任一密钥均可解密。",
        "Look after the keys that seal what Temporal keeps: the first of the ring seals, all of them open.",
    ),
    "secrets.list": ("列出密钥（不含密钥本身）。", "List the keys, without their secrets."),
    "secrets.rotate": (
        "新建一把密钥并立即用它加密；旧密钥保留用于解密。没有密钥环时新建。",
        "Make a key and seal with it from now on; the older ones stay, to open. Makes the ring if there is none.",
    ),
    "secrets.add": (
        "新建一把暂不加密的密钥：分发到所有机器后，再用 use 启用。",
        "Make a key that does not seal yet: give the ring to every machine, then `use` the key.",
    ),
    "secrets.use": ("从现在起用某把密钥加密。", "Seal with a key from now on."),
    "secrets.retire": (
        "移除一把密钥；Temporal 中仍有内容由它加密时拒绝移除。",
        "Take a key out of the ring; refused while Temporal keeps anything that it has sealed.",
    ),
    "argument.key": ("密钥的标识。", "Id of a key."),
    "secrets.keys": ("密钥环 {path}", "Key ring {path}"),
    "secrets.id": ("密钥", "Key"),
    "secrets.made": ("创建时间", "Made"),
    "secrets.role": ("用途", "Use"),
    "secrets.seals": ("加密与解密", "seals and opens"),
    "secrets.opens": ("仅解密", "opens"),
    "secrets.rotated": (
        "现用 {id} 加密。请备份 {path}：丢失密钥，案件即无法读取。",
        "{id} seals from now on. Keep a copy of {path}: without the keys the cases cannot be read.",
    ),
    "secrets.added": (
        "已加入 {id}，尚未用于加密。请将 {path} 分发到每个进程，再运行 greenlane secrets use {id}。",
        "{id} is in the ring and does not seal yet. Give {path} to every process, then greenlane secrets use {id}.",
    ),
    "secrets.retired": ("已移除 {id}。", "{id} is gone from the ring."),
    "releases": (
        "管理工作进程的版本：案件由当前版本继续办理；新版本可先承接一部分案件。需设置 GREENLANE_DEPLOYMENT。",
        "Look after releases of the workers: cases go on under the current one (needs GREENLANE_DEPLOYMENT).",
    ),
    "releases.list": ("列出曾有工作进程上线的版本。", "List the releases of which workers have come."),
    "releases.use": (
        "让所有案件从下一步起由某个版本办理；不给出则为本机安装的版本。",
        "Have all cases go on under a release from their next step on; the one installed here if none is given.",
    ),
    "releases.ramp": (
        "让一部分案件由某个版本办理；比例为 0 则收回。",
        "Have a share of the cases go on under a release; a share of 0 takes it back.",
    ),
    "argument.build": ("版本的标识。", "Id of a release."),
    "argument.share": ("案件的比例，0 到 1。", "Share of the cases, 0 to 1."),
    "releases.releases": ("{deployment} 的版本", "Releases of {deployment}"),
    "releases.build": ("版本", "Release"),
    "releases.seen": ("首次上线", "First seen"),
    "releases.state": ("状态", "State"),
    "releases.current": ("当前", "current"),
    "releases.ramping": ("承接 {share} 的案件", "takes {share} of the cases"),
    "releases.draining": ("仍有案件最近由它办理", "cases under way were last run by it"),
    "releases.drained": ("已无案件，可停用", "no case needs it any more"),
    "releases.waiting": ("待启用", "waits"),
    "releases.here": ("本机", "installed here"),
    "releases.used": ("当前版本现为 {build}。", "{build} is current now."),
    "releases.ramped": ("{build} 现承接 {share} 的案件。", "{build} takes {share} of the cases now."),
}
