"""What the command line says of who may do what: key to Chinese and English."""

from __future__ import annotations

from typing import Final

ACCESS: Final = {
    "token": (
        "签发一个令牌（仅限本地开发签发者）：以何人、何种角色访问接口。",
        "Issue a token of the development issuer: as whom and in which roles to use the API.",
    ),
    "keys": (
        "管理接口密钥：供程序使用，只保存其哈希，随时可撤销。",
        "Look after API keys: for programs; only their hashes are kept, and they can be revoked at any time.",
    ),
    "keys.add": ("新建一把接口密钥并只显示这一次。", "Make an API key, and show it this once."),
    "keys.list": ("列出接口密钥（不含密钥本身）。", "List the API keys, without the keys themselves."),
    "keys.revoke": ("撤销一把接口密钥，立即生效。", "Revoke an API key, at once."),
    "audit": (
        "核查审计记录：谁做了什么、谁被拒绝，逐条以哈希相连。",
        "Look after the trail of who had what done and who was refused, each row bound to the one before by its hash.",
    ),
    "audit.verify": (
        "核查审计链是否完整；断裂时指出第一处并以 4 退出。",
        "Tell whether the chain is whole; if not, name the place where it is broken first and exit with 4.",
    ),
    "audit.export": ("导出审计记录，每行一条 JSON。", "Write the trail, one JSON object a line."),
    "audit.head": (
        "给出最后一条的序号与哈希，或写成带签名的文件，供另行保存，日后用 verify --head 核对。",
        "Give number and hash of the last row, or a signed file of them, to be kept elsewhere for verify --head.",
    ),
    "person": (
        "一个人的个人信息：导出交给本人，或在保存期满后删除；审计记录中只留假名。",
        "One person's data: handed out to them, or erased when they need not be kept; the trail has a pseudonym.",
    ),
    "person.export": (
        "导出系统所存的一个人的全部信息（JSON），不含工作人员姓名和保密案件。",
        "Write all that is kept of a person, as JSON, without officials' names and sealed cases.",
    ),
    "person.erase": (
        "删除一个人的信息：其已办结案件不再记名，Temporal 中的历史删除；审计记录不改。",
        "Erase a person: their cases that are over become nobody's, their histories in Temporal go; the trail stays.",
    ),
    "person.expire": (
        "一条流程中保存期已满的案件不再记名，其 Temporal 历史删除。",
        "Cases of a lane whose term is over become nobody's, and their histories in Temporal go.",
    ),
    "person.expired": (
        "{cases} 件案件不再记名，Temporal 历史删除 {histories} 份。",
        "{cases} cases are nobody's now; {histories} histories in Temporal are gone.",
    ),
    "argument.expired_lane": ("流程标识。", "Id of a lane."),
    "option.term_over": (
        "在这一时刻（ISO 8601，带时区）之前办结的案件保存期已满。",
        "Cases that ended before this instant (ISO 8601 with a zone) need not be kept any longer.",
    ),
    "argument.person": (
        "令牌与案件中对此人的标识，如统一社会信用代码。",
        "What tokens and cases know them by, such as a unified social credit code.",
    ),
    "option.person_to": ("写入的文件；不给出则写到标准输出。", "File to write; standard output if absent."),
    "option.ended_before": (
        "只有在这一时刻（ISO 8601，带时区）之前办结的案件已过保存期；尚有更晚的则拒绝。",
        "Cases must have ended before this instant (ISO 8601 with a zone); with a later one nothing is erased.",
    ),
    "person.erased": (
        "已删除：{cases} 件案件不再记名，Temporal 历史 {histories} 份；另保留机关对其立的案件 {kept} 件。",
        "erased: {cases} cases are nobody's, {histories} histories in Temporal; {kept} that an authority holds stay.",
    ),
    "option.subject": ("以谁的名义；申请人用其统一社会信用代码等。", "As whom; applicants by their own id."),
    "option.role": (
        "角色，可重复：applicant、agent、officer、supervisor、designer、operator。",
        "A role, repeatable: applicant, agent, officer, supervisor, designer or operator.",
    ),
    "option.department": (
        "所属部门，可重复：岗位标识、流程/岗位、部门名称，或 * 表示全部。",
        "A department of theirs, repeatable: a pool, lane/pool, a department's title, or * for all.",
    ),
    "option.mandate": (
        "在系统之外委托其代办的申请人，可重复；在系统内委托的不必给出。",
        "An applicant who gave them a mandate elsewhere, repeatable; those who gave one here need not be named.",
    ),
    "option.valid": ("有效期，如 30m、8h、90d。", "For how long, such as 30m, 8h or 90d."),
    "option.since": ("只看这一时刻（ISO 8601，带时区）之后的。", "Only from this instant on (ISO 8601 with a zone)."),
    "option.head": (
        "以前保存的 序号:哈希，或 audit head --to 写的文件，可重复。",
        "number:hash as it was written down before, or a file that audit head --to wrote; repeatable.",
    ),
    "option.head_to": (
        "写成带签名的文件：条数、末条哈希、时刻。请交由管不到数据库的人保存。",
        "File for rows, last hash and instant, signed; have somebody keep it who cannot touch the database.",
    ),
    "option.trail_to": ("写入的文件；不给出则写到标准输出。", "File to write; standard output if absent."),
    "option.trail_from": (
        "核查一份导出的文件，而不是数据库。",
        "Verify a file that was exported, instead of the database.",
    ),
    "argument.access_key": ("接口密钥的标识（gl_ 之后的部分）。", "Id of an API key, the part after gl_."),
    "keys.keys": ("接口密钥", "API keys"),
    "keys.id": ("标识", "Id"),
    "keys.subject": ("以谁的名义", "As whom"),
    "keys.roles": ("角色", "Roles"),
    "keys.expires": ("有效至", "Expires"),
    "keys.used": ("最近使用", "Last used"),
    "keys.state": ("状态", "State"),
    "keys.state.valid": ("有效", "valid"),
    "keys.state.expired": ("已过期", "expired"),
    "keys.state.revoked": ("已撤销", "revoked"),
    "keys.made": (
        "标识 {id}，有效至 {until}。密钥只显示这一次，请妥善保存。",
        "Id {id}, expires {until}. The key is shown this once: keep it where no one else can read it.",
    ),
    "keys.revoked": ("已撤销 {id}。", "{id} is revoked."),
    "token.until": ("有效至 {until}。", "Expires {until}."),
    "token.unknown_department": (
        "注意：自带的流程中没有名为 {department} 的部门或岗位。",
        "Note: no shipped lane has a department or pool called {department}.",
    ),
    "audit.whole": ("完整：共 {rows} 条，末条哈希 {hash}", "whole: {rows} rows, the last one's hash is {hash}"),
    "audit.broken": ("断裂于第 {sequence} 条（{fault}）：{found}", "broken at row {sequence} ({fault}): {found}"),
    "audit.fault.changed": ("内容被改", "changed"),
    "audit.fault.missing": ("缺少、多出或次序被换", "taken out, put in or exchanged"),
    "audit.fault.unchained": ("与前一条不相连", "does not follow the row before it"),
    "audit.fault.cut_off": ("末尾被截去", "the end was cut off"),
    "audit.fault.made_anew": ("整链被重做", "made anew"),
    "audit.signed_here": (
        "{file}：{rows} 条，{at}，由本系统密钥 {key} 签名",
        "{file}: {rows} rows, {at}, signed with key {key} of this installation",
    ),
    "audit.signed_elsewhere": (
        "{file}：{rows} 条，{at}，由公钥 {public_key} 签名；本机密钥环没有密钥 {key}，请与另行保存的公钥比对",
        "{file}: {rows} rows, {at}, signed by {public_key}; no key {key} in this ring: compare with what you noted",
    ),
    "audit.anchored": (
        "已写入 {file}：{rows} 条，由公钥 {public_key} 签名。请将其存于他处。",
        "{file}: {rows} rows, signed by the public key {public_key}. Keep it elsewhere.",
    ),
    "option.link": (
        "给出带令牌的页面登录链接，而不是令牌本身；仅限本机使用，勿转发。",
        "Give a link that signs in to the page, instead of the token; for this machine, not to be passed on.",
    ),
    "up.link": (
        "以设计人员身份打开页面（8 小时内有效，勿转发）：{link}",
        "To open the page as a designer (good for 8 hours, not to be passed on): {link}",
    ),
    "up.token": (
        "其他角色：greenlane token --role officer --department '*' --link；不带 --link 给出接口用的令牌。",
        "For other roles: greenlane token --role officer --department '*' --link; without --link, a token for the API.",
    ),
}
