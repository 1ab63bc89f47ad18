"""What the columns of a spreadsheet mean, by their headers, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "id", "alias", "title", "start", "finish", "span", "due", "duration", "effort", "follows", "leads_to", "owner",
    "team", "status", "progress", "parent", "type", "milestone", "level", "wbs", "notes", "priority", "tags", "links",
    "cost", "started", "finished", "bookkeeping",
]  # fmt: skip

_NAMES: dict[Role, str] = {
    "id": "id key issuekey taskid ticket no number nr # ref code 编号 序号 任务编号 任务id 标识号 标识"
          " 工作项id 事项编号",
    "alias": "issueid uniqueid uid 唯一标识号",
    "title": "title task taskname tasktitle name summary activity activityname subject item itemname"
             " deliverable feature story workitem todo what 任务 任务名称 任务标题 任务名 标题 名称 事项"
             " 事项名称 工作内容 工作项 活动 主题 工作任务 内容",
    "start": "start startdate starttime begin begindate plannedstart planstart startplanned scheduledstart"
             " targetstart from 开始 开始时间 开始日期 计划开始 计划开始时间 计划开始日期 起始日期 起始时间"
             " 预计开始 预计开始时间 预计开始日期",
    "finish": "end enddate endtime finish finishdate plannedend plannedfinish planend planfinish"
              " endplanned to until scheduledfinish scheduledend targetend 结束 结束时间 结束日期 完成时间"
              " 完成日期 计划结束 计划结束时间 计划结束日期 计划完成 计划完成时间 计划完成日期 预计完成"
              " 预计完成时间 预计结束 预计结束时间 预计完成日期",
    "span": "date dates daterange timeline period when 日期 时间 起止时间 起止日期 时间范围 排期",
    "due": "due duedate dueon deadline duetime targetdate 截止 截止日期 截止时间 到期日 到期时间 期限"
           " 最后期限 交付日期",
    "duration": "duration durationdays dur days workdays workingdays durationindays durationd"
                " durationweeks weeks length 工期 天数 工作日 时长 持续时间 周期 工期天 持续天数 历时"
                " 工期天数",
    "effort": "effort estimate estimation estimated originalestimate estimateddays timeestimate work"
              " workload manday mandays persondays hours estimatedhours 工时 预估工时 计划工时 预计工时"
              " 估算 工作量 人天 预估",
    "follows": "predecessors predecessor blockedbydependencies 依赖关系 preds pred dependson depends"
               " dependencies dependency dependenton blockedby isblockedby inwardissuelinkblocks requires"
               " prerequisites after waitingon 前置任务 前置 前置工作 前序任务 依赖 依赖任务 依赖于 依赖项"
               " 紧前工作 紧前任务 前驱 前置条件 被阻塞",
    "leads_to": "successors successor blockingdependencies blocks blocking outwardissuelinkblocks 后续任务"
                " 后置任务 后继任务 后继 紧后工作 阻塞",
    "owner": "owner assignee assignees taskowner assignedto assigned responsible resource resources"
             " resourcenames who person lead dri personresponsible people 负责人 责任人 执行人 执行者"
             " 经办人 资源名称 处理人 指派给 主责人 承办人 跟进人",
    "team": "team teams group department dept squad function 团队 小组 部门 组 班组 所属团队 责任部门"
            " 负责部门 项目组",
    "status": "status state taskstatus progressstatus 状态 任务状态 进展状态 当前状态 完成情况 进展",
    "progress": "progress %complete pctoftaskcomplete percentcomplete %done done% %completed completion"
                " completion% percentdone pctcomplete complete% %workcomplete 进度 完成百分比 完成度 完成率"
                " 完成比例 进度% 当前进度",
    "parent": "parent parenttask parentid parentkey parentissue parentitem epic epiclink epickey phase"
              " section sectioncolumn workstream bucket bucketname partof summarytask 父任务 父级 上级任务"
              " 阶段 所属阶段 史诗 模块 父项目 所属里程碑 项目阶段 父记录",
    "type": "type issuetype tasktype kind workitemtype itemtype 类型 任务类型 事务类型 问题类型 工作项类型",
    "milestone": "milestone milestones ismilestone 里程碑 是否里程碑 里程碑名称",
    "level": "outlinelevel level indent indentlevel 大纲级别 级别 层级 大纲层级",
    "wbs": "wbs wbscode wbsnumber outlinenumber wbsid 大纲数字 wbs编码 wbs编号",
    "notes": "notes note description comment comments remark remarks details text 备注 说明 描述 注释"
             " 任务描述 详情 备注说明",
    "priority": "priority prio importance moscow 优先级 重要性 优先程度 重要程度",
    "tags": "tags tag labels label keywords 标签 关键词",
    "links": "url urls link links 链接 网址",
    "cost": "cost costs fixedcost budget 成本 固定成本 费用 预算",
    "started": "actualstart actualstartdate startedon started 实际开始 实际开始时间 实际开始日期",
    "finished": "actualfinish actualend actualfinishdate actualenddate finishedon finished completedat"
                " completedon completeddate resolved closedat closeddate 实际完成 实际完成时间 实际完成日期"
                " 实际结束 实际结束时间 实际结束日期",
    "bookkeeping": "created createdat createdon creator createdby createdtime reporter reporterid"
                   " creatorid assigneeid updated updatedat lastmodified lastmodifiedat lastedited"
                   " lastviewed modified lasteditedtime lasteditedby votes watchers watchersid projectkey"
                   " projectname projecttype projectlead projectleadid projectdescription projecturl"
                   " resolution workratio securitylevel timespent remainingestimate active taskmode"
                   " parentsummary statuscategory statuscategorychanged assigneeemail 任务模式 激活"
                   " 创建时间 创建人 更新时间 最后修改时间 创建者",
}  # fmt: skip
_ROLE_OF: dict[str, Role] = {name: role for role, names in _NAMES.items() for name in names.split()}

LISTS: frozenset[Role] = frozenset({"follows", "leads_to", "tags", "links", "notes", "bookkeeping", "alias"})
"""Roles that several columns may have."""

_WRAPPED = re.compile(r"custom field \((.*)\)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    at: int
    """Position in the row, from 0."""
    name: str
    """Header as it stands there."""
    role: Role | None
    """What it means; `None` where nobody knows."""
    unit: str = ""
    """Of bare numbers in it, as the header says."""


def bare_header(text: str) -> str:
    """Return what of a header decides: letters, digits, `%` and `#`, small."""
    text = unicodedata.normalize("NFKC", text.strip().lstrip("\ufeff"))
    wrapped = _WRAPPED.match(text)
    return "".join(re.findall(r"[^\W_]+|[%#]", (wrapped[1] if wrapped else text).casefold()))


def columns_of(header: Sequence[str]) -> tuple[Column, ...]:
    """Return what the columns of a header mean; where two mean the same, the first does."""
    found: list[Column] = []
    taken: set[Role] = set()
    for at, name in enumerate(header):
        bare = bare_header(name)
        role = _ROLE_OF.get(bare)
        if role in taken and role not in LISTS:
            role = "alias" if role == "id" else None
        if role is not None:
            taken.add(role)
        found.append(Column(at, name.strip(), role, _unit(role, bare)))
    return tuple(found)


def recognised(columns: Sequence[Column]) -> int:
    """Return how many columns mean something, 0 where none of them holds titles."""
    roles = {column.role for column in columns if column.role is not None}
    return len(roles) if "title" in roles else 0


def _unit(role: Role | None, bare: str) -> str:
    if role not in ("duration", "effort"):
        return ""
    if "week" in bare or bare == "周":
        return "w"
    if bare == "originalestimate":
        return "s"
    return "h" if "hour" in bare or "工时" in bare or bare == "work" else "d"
