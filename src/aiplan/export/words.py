"""The words of exports, in English and Chinese.

One value per language with the same fields, so that a word missing in one of them is a type error.
Texts with `{…}` are filled with `str.format`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aiplan.core.experiment_state import ExperimentState
from aiplan.core.gates import Cause, GateStatusState
from aiplan.core.risk import Level
from aiplan.core.verdict import Rule, VerdictName
from aiplan.core.ways_up import ChangeKind
from aiplan.model.ai import Dimension, RiskResponse
from aiplan.model.context import Basis, Horizon, Language
from aiplan.model.work import Stage, Status


@dataclass(frozen=True, slots=True)
class Words:
    """Everything an export says in one language."""

    months: tuple[str, ...]
    date: str
    """day, month, year, name (of the month)."""
    mermaid_axis: str
    percent: str
    comma: str
    list_comma: str
    list_semicolon: str
    parenthesis: str
    """With the space before it where the language wants one."""
    colon: str

    generated: str
    title: str
    finish: str
    no_date: str
    next_milestones: str
    deadlines: str
    data_date: str
    data_date_text: str
    experiments_planned: str
    basis: Mapping[Basis, str]
    forecast: str
    forecast_text: str
    driving: str
    progress: str
    progress_text: str
    undated_text: str

    attention: str
    late_text: str
    early_text: str
    on_deadline_text: str
    deadline_text: str
    late: str
    gate_of: str
    fallback_due: str
    verdict_unmet: str
    stop_gate: str

    changes: str
    finish_moved: str
    then: str
    now: str
    slip: str
    added: str
    dropped_since: str
    removed: str
    days_slip: str

    milestones: str
    milestone: str
    stage: str
    stages: Mapping[Stage, str]
    no_stage: str
    state: str
    states: Mapping[Status, str]
    reached: str
    gate_open: str
    blocked: str
    date_head: str
    deadline: str
    total_float: str
    gates: str
    gate_states: Mapping[GateStatusState, str]
    gate_causes: Mapping[Cause, str]
    of_cases: str
    needed: str
    never_settles: str
    and_more: str

    goals: str
    goal: str
    horizon: str
    horizons: Mapping[Horizon, str]
    measured_by: str
    target: str
    wanted_by: str
    not_measured: str
    no_milestone: str
    goal_states: Mapping[GateStatusState, str]

    feasibility: str
    assessed: str
    verdict: str
    verdicts: Mapping[VerdictName, str]
    decided_by: str
    rules: Mapping[Rule, str]
    """{score}, {names}, {verdict}, {bar}."""
    way_up: str
    way_up_text: str
    change_kinds: Mapping[ChangeKind, str]
    dimensions: Mapping[Dimension, str]
    or_: str

    now_head: str
    next_head: str
    later_head: str
    horizon_now: str
    until: str
    critical: str

    experiments: str
    experiment: str
    question: str
    bar: str
    attempts: str
    attempts_text: str
    none_yet: str
    missed_text: str
    running_text: str
    met_text: str
    experiment_states: Mapping[ExperimentState, str]
    ends: str
    if_it_fails: str

    risks: str
    risk: str
    level: str
    levels: Mapping[Level, str]
    response: str
    responses: Mapping[RiskResponse, str]
    owner: str
    trigger: str

    decisions: str
    timeline: str
    timeline_too_long: str
    other_work: str
    legend: str
    legend_lines: tuple[str, ...]
    legend_forecast: str


_EN = Words(
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    date="{day} {name} {year}",
    mermaid_axis="%d %b",
    percent="{} %",
    comma=", ",
    list_comma=", ",
    list_semicolon="; ",
    parenthesis=" ({})",
    colon=": ",
    generated="Written by aiplan from the plan file; what stands between these marks is overwritten.",
    title="{}: roadmap",
    finish="Finish",
    no_date="no date",
    next_milestones="Next milestones",
    deadlines="Deadlines",
    data_date="Data date",
    data_date_text="{}; what happened before it is recorded, what follows is forecast",
    experiments_planned="Experiments",
    basis=MappingProxyType({
        "expected": "planned at the expected working days over the attempts that are left, fallback included",
        "first_try": "planned as if the next attempt met its bar",
        "worst": "planned as if every attempt missed and the fallback followed",
    }),
    forecast="Forecast",
    forecast_text="finish by {p50} with 50 % probability, by {p80} with 80 % ({runs} simulated projects, seed {seed})",
    driving="What sets the finish",
    progress="Progress",
    progress_text="{done} of {all} pieces of work done, {active} under way",
    undated_text="No dates for {}: their links form a cycle",
    attention="Needs a decision",
    late_text="{} working days late",
    early_text="{} working days early",
    on_deadline_text="on the last day",
    deadline_text="{milestone} (deadline {deadline}, {days})",
    late="{title} is forecast for {finish}, {days}: its deadline is {deadline}",
    gate_of="{gate} of {milestone}: {result}",
    fallback_due="{title} has used up its attempts; next is its fallback{fallback}",
    verdict_unmet="{milestone} needs the verdict {wanted} for {assessment}, which is {verdict} so far",
    stop_gate="{milestone} is blocked: the stop gate {gate} of {assessment} fails",
    changes="What changed since {name} ({taken})",
    finish_moved="Finish {then} → {now} ({slip})",
    then="Then",
    now="Now",
    slip="Slip",
    added="Added since",
    dropped_since="Dropped since",
    removed="No longer in the plan",
    days_slip="{:+d} working days",
    milestones="Milestones",
    milestone="Milestone",
    stage="Stage",
    stages=MappingProxyType({
        "problem": "Problem", "data": "Data", "model": "Model", "product": "Product", "launch": "Launch",
    }),
    no_stage="Other",
    state="State",
    states=MappingProxyType({"planned": "planned", "active": "under way", "done": "done", "dropped": "dropped"}),
    reached="reached",
    gate_open="gate open",
    blocked="blocked",
    date_head="Date",
    deadline="Deadline",
    total_float="Float",
    gates="Gates",
    gate_states=MappingProxyType({
        "pass": "passed", "fail": "missed", "inconclusive": "not decided yet", "waived": "waived",
    }),
    gate_causes=MappingProxyType({
        "clears": "", "misses": "", "spans": "", "on_the_bar": "",
        "no_metric": "the metric is not in the plan", "no_bar": "no bar is given",
        "no_direction": "nobody said which direction is better", "no_reading": "nothing measured",
        "empty_sample": "the latest sample is empty", "not_finite": "the latest value is not a number",
        "out_of_range": "the latest value is no proportion",
    }),
    of_cases="{value} of {n} cases",
    needed="{} cases would settle it",
    never_settles="no sample settles a rate equal to the bar",
    and_more="and {} more",
    goals="Goals",
    goal="Goal",
    horizon="Horizon",
    horizons=MappingProxyType({"short": "short", "long": "long"}),
    measured_by="Measured by",
    target="Target",
    wanted_by="Wanted by",
    not_measured="not measured",
    no_milestone="no milestone",
    goal_states=MappingProxyType({
        "pass": "reached", "fail": "not reached", "inconclusive": "not decided yet", "waived": "waived",
    }),
    feasibility="Feasibility",
    assessed="Assessed",
    verdict="Verdict",
    verdicts=MappingProxyType({
        "go": "go", "pilot": "pilot", "explore": "explore", "not_yet": "not yet", "no_go": "no go",
        "incomplete": "not decided yet",
    }),
    decided_by="Decided by",
    rules=MappingProxyType({
        "stop_gate": "a stop gate fails: {names}", "missing_score": "not scored yet: {names}",
        "score_one": "a score of 1: {names}", "score": "{score} of 100 points",
        "score_two": "{score} of 100 points, one band down for a score of 2: {names}",
        "evidence_cap": "{score} of 100 points, held back by weak evidence: {names}",
        "hold_gate_cap": "{score} of 100 points, held back by an open question: {names}",
        "stop_unknown_cap": "{score} of 100 points, held back by a stop gate nobody has answered: {names}",
    }),
    way_up="What would raise it",
    way_up_text="{verdict} with {changes}",
    change_kinds=MappingProxyType({
        "score": "{}", "evidence": "evidence of {}", "gate": "{}", "dataset": "data set {}",
    }),
    dimensions=MappingProxyType({
        "value": "value", "ai_fit": "need for AI", "data": "data", "technical": "technical feasibility",
        "evaluability": "evaluability", "error_tolerance": "error tolerance", "risk_compliance": "risk and compliance",
        "oversight": "oversight", "economics": "economics", "operability": "operability",
    }),
    or_=" or ",
    now_head="Now",
    next_head="Next",
    later_head="Later",
    horizon_now="{now}: under way, or starts within {soon} working days. {next}: within {near}. {later}: the rest.",
    until="until {}",
    critical="critical",
    experiments="Experiments",
    experiment="Experiment",
    question="Hypothesis",
    bar="Bar",
    attempts="Attempts",
    attempts_text="{parts} of {all}",
    none_yet="none",
    missed_text="{} missed",
    running_text="{} running",
    met_text="{} met",
    experiment_states=MappingProxyType({
        "draft": "draft", "ready": "ready", "running": "running", "met": "met", "missed": "missed, attempts left",
        "exhausted": "attempts used up", "ended": "ended", "dropped": "dropped",
    }),
    ends="Ends",
    if_it_fails="If it fails",
    risks="Risks",
    risk="Risk",
    level="Level",
    levels=MappingProxyType({"low": "low", "medium": "medium", "high": "high", "critical": "critical"}),
    response="Response",
    responses=MappingProxyType({
        "mitigate": "mitigate", "transfer": "transfer", "avoid": "avoid", "accept": "accept",
    }),
    owner="Owner",
    trigger="Sign that it happens",
    decisions="Decided",
    timeline="Timeline",
    timeline_too_long="The chart is too long to be shown; `aiplan` shows it.",
    other_work="Other work",
    legend="Legend",
    legend_lines=(
        "**Date**: last working day of the milestone, computed from the plan; the experiments stand as said above.",
        "**Float**: working days it may slip before the finish or a deadline moves; negative: days to be won back.",
        "**Slip**: working days between two dates; positive is later.",
        "**Gate**: a bar that a metric must clear. A proportion clears it when the whole 95 % interval (Wilson) does.",
        "**Not decided yet**: too little was measured to say whether the bar is cleared; it does not mean a failure.",
        "**Critical**: work whose delay moves the finish or a deadline. In the chart it is drawn in red.",
    ),
    legend_forecast="**P50, P80**: date not exceeded with that probability.",
)  # fmt: skip

_ZH = Words(
    months=tuple(str(n) for n in range(1, 13)),
    date="{year}年{name}月{day}日",
    mermaid_axis="%m-%d",
    percent="{}%",
    comma="，",
    list_comma="、",
    list_semicolon="；",
    parenthesis="（{}）",
    colon="：",
    generated="由 aiplan 根据计划文件生成；两个标记之间的内容会被覆盖。",
    title="{}：路线图",
    finish="完工",
    no_date="无日期",
    next_milestones="接下来的里程碑",
    deadlines="截止日期",
    data_date="数据日期",
    data_date_text="{}；之前为实际进展，之后为预测",
    experiments_planned="实验",
    basis=MappingProxyType({
        "expected": "按剩余各次尝试的期望工作日排期，含兜底方案",
        "first_try": "按下一次尝试即达标排期",
        "worst": "按各次尝试均未达标、再做兜底方案排期",
    }),
    forecast="预测",
    forecast_text="有 50% 的把握在 {p50} 前完工，80% 的把握在 {p80} 前（模拟 {runs} 次，种子 {seed}）",
    driving="决定完工的工作",
    progress="进度",
    progress_text="共 {all} 项工作，已完成 {done} 项，进行中 {active} 项",
    undated_text="{} 没有日期：依赖关系成环",
    attention="需要决策",
    late_text="晚 {} 个工作日",
    early_text="提前 {} 个工作日",
    on_deadline_text="恰在最后一天",
    deadline_text="{milestone}（截止 {deadline}，{days}）",
    late="{title} 预计 {finish} 完成，截止日期为 {deadline}，{days}",
    gate_of="{milestone} 的门槛 {gate}：{result}",
    fallback_due="{title} 的尝试次数已用完；下一步是兜底方案{fallback}",
    verdict_unmet="{milestone} 要求 {assessment} 的结论为“{wanted}”，目前是“{verdict}”",
    stop_gate="{milestone} 受阻：{assessment} 触发否决门槛 {gate}",
    changes="与基线 {name}（{taken}）相比",
    finish_moved="完工 {then} → {now}（{slip}）",
    then="当时",
    now="现在",
    slip="偏移",
    added="此后新增",
    dropped_since="此后取消",
    removed="已不在计划中",
    days_slip="{:+d} 个工作日",
    milestones="里程碑",
    milestone="里程碑",
    stage="阶段",
    stages=MappingProxyType({"problem": "问题", "data": "数据", "model": "模型", "product": "产品", "launch": "上线"}),
    no_stage="其他",
    state="状态",
    states=MappingProxyType({"planned": "计划中", "active": "进行中", "done": "已完成", "dropped": "已取消"}),
    reached="已达到",
    gate_open="门槛未过",
    blocked="受阻",
    date_head="日期",
    deadline="截止日期",
    total_float="浮动",
    gates="门槛",
    gate_states=MappingProxyType({
        "pass": "通过", "fail": "未达标", "inconclusive": "尚无定论", "waived": "已豁免",
    }),
    gate_causes=MappingProxyType({
        "clears": "", "misses": "", "spans": "", "on_the_bar": "",
        "no_metric": "计划中没有这个指标", "no_bar": "没有给出标准", "no_direction": "没有说明越高越好还是越低越好",
        "no_reading": "尚未测量", "empty_sample": "最近一次样本为空", "not_finite": "最近的值不是数",
        "out_of_range": "最近的值不是比例",
    }),
    of_cases="{n} 例中 {value}",
    needed="需 {} 例才能定论",
    never_settles="观测值恰等于标准，样本再多也无法定论",
    and_more="另有 {} 项",
    goals="目标",
    goal="目标",
    horizon="期限",
    horizons=MappingProxyType({"short": "短期", "long": "长期"}),
    measured_by="衡量指标",
    target="目标值",
    wanted_by="期望日期",
    not_measured="未测量",
    no_milestone="没有里程碑",
    goal_states=MappingProxyType({
        "pass": "已达成", "fail": "未达成", "inconclusive": "尚无定论", "waived": "已豁免",
    }),
    feasibility="可行性",
    assessed="评估对象",
    verdict="结论",
    verdicts=MappingProxyType({
        "go": "可行", "pilot": "试点", "explore": "探索", "not_yet": "暂不", "no_go": "不做", "incomplete": "尚无定论",
    }),
    decided_by="依据",
    rules=MappingProxyType({
        "stop_gate": "触发否决门槛：{names}", "missing_score": "尚未评分：{names}",
        "score_one": "有一项仅 1 分：{names}",
        "score": "{score} 分（满分 100）", "score_two": "{score} 分，因有 2 分项降一级：{names}",
        "evidence_cap": "{score} 分，受证据不足限制：{names}", "hold_gate_cap": "{score} 分，受未解问题限制：{names}",
        "stop_unknown_cap": "{score} 分，受无人回答的否决门槛限制：{names}",
    }),
    way_up="如何提升",
    way_up_text="升为“{verdict}”需要 {changes}",
    change_kinds=MappingProxyType({
        "score": "{}", "evidence": "{}的证据", "gate": "{}", "dataset": "数据集 {}",
    }),
    dimensions=MappingProxyType({
        "value": "价值", "ai_fit": "AI 必要性", "data": "数据", "technical": "技术可行性", "evaluability": "可评测性",
        "error_tolerance": "容错性", "risk_compliance": "风险与合规", "oversight": "人工监督", "economics": "经济性",
        "operability": "可运维性",
    }),
    or_=" 或 ",
    now_head="现在",
    next_head="接下来",
    later_head="以后",
    horizon_now="{now}：进行中，或 {soon} 个工作日内开始。{next}：{near} 个工作日内开始。{later}：其余。",
    until="至 {}",
    critical="关键",
    experiments="实验",
    experiment="实验",
    question="假设",
    bar="标准",
    attempts="尝试",
    attempts_text="{parts}，共 {all} 次",
    none_yet="尚未开始",
    missed_text="{} 次未达标",
    running_text="{} 次进行中",
    met_text="{} 次达标",
    experiment_states=MappingProxyType({
        "draft": "草稿", "ready": "就绪", "running": "进行中", "met": "达标", "missed": "未达标，可再试",
        "exhausted": "次数用完", "ended": "已结束", "dropped": "已取消",
    }),
    ends="结束",
    if_it_fails="不成怎么办",
    risks="风险",
    risk="风险",
    level="等级",
    levels=MappingProxyType({"low": "低", "medium": "中", "high": "高", "critical": "极高"}),
    response="应对",
    responses=MappingProxyType({"mitigate": "减轻", "transfer": "转移", "avoid": "规避", "accept": "接受"}),
    owner="负责人",
    trigger="征兆",
    decisions="已做决策",
    timeline="时间线",
    timeline_too_long="图太长，无法在此显示；可用 `aiplan` 查看。",
    other_work="其他工作",
    legend="图例",
    legend_lines=(
        "**日期**：里程碑的最后一个工作日，由计划算出；实验的排法见上。",
        "**浮动**：在不影响完工和截止日期的前提下还能推迟的工作日；负数为需要追回的天数。",
        "**偏移**：两个日期之间的工作日，正数为推迟。",
        "**门槛**：指标必须达到的标准。比例按 95% 置信区间（Wilson）判断：整个区间都达标才算通过。",
        "**尚无定论**：测得不够，还不能判断是否达标；不等于没有达标。",
        "**关键**：一旦推迟就会影响完工或截止日期的工作，图中为红色。",
    ),
    legend_forecast="**P50、P80**：以该概率不会超过的日期。",
)  # fmt: skip

_BY_LANGUAGE: Mapping[str, Words] = MappingProxyType({"en": _EN, "zh": _ZH})


def words(language: Language | str) -> Words:
    """Return the words of `language`.

    Raises:
        ValueError: for a language there are no words of.
    """
    found = _BY_LANGUAGE.get(language)
    if found is None:
        raise ValueError(f"exports are written in {' or '.join(_BY_LANGUAGE)}, not {language}")
    return found
