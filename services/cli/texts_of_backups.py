"""What the command line says of back-ups and of the store's revision: key to Chinese and English."""

from __future__ import annotations

from typing import Final

BACKUPS: Final = {
    "back_up": (
        "备份：在系统运行时取得同一时刻的数据库副本；密钥另存一处。",
        "Take a back-up while everything runs: both databases as of one instant, the keys in another place.",
    ),
    "restore": (
        "恢复：将一份备份放回空的数据目录；绝不覆盖已有内容。",
        "Put a back-up back where nothing is; what is there is never overwritten.",
    ),
    "migrate": (
        "将产品数据库升级到本版本的表结构；任何进程首次打开数据库时也会这样做。",
        "Bring the store to this release's revision; whichever process opens it first does so too.",
    ),
    "argument.backups": (
        "存放备份的目录；其中新建以时刻命名的文件夹。",
        "Place of the back-ups; a folder in it gets the instant's name.",
    ),
    "argument.backup": ("一份备份的文件夹。", "Folder of one back-up."),
    "option.backup_keys": (
        "密钥的存放处：不得与数据库同处，因为两者兼得即可读取一切。",
        "Where the keys are kept: never with the databases, since whoever has both reads everything.",
    ),
    "backup.taken": (
        "备份已完成：{databases}（密钥在 {keys}）。写入暂停了 {held} 秒。",
        "The back-up is in {databases}, its keys in {keys}. Nobody could write for {held} s.",
    ),
    "backup.no_temporal": (
        "其中没有 Temporal：此处没有内嵌服务器的数据库。请另行备份 Temporal 自己的数据库。",
        "Temporal is not in it: no embedded server keeps its data here. Back up Temporal's own database, too.",
    ),
    "backup.restored": (
        "已恢复 {taken_at} 的备份。启动系统后，依次运行 greenlane inbox check 与 greenlane audit verify。",
        "The back-up of {taken_at} is back. Start the system, then run greenlane inbox check, greenlane audit verify.",
    ),
    "migrate.done": ("数据库的表结构版本为 {revision}。", "The store is at revision {revision}."),
}
