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
}
