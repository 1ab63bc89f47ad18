"""What people call the keys of the format."""

from __future__ import annotations

from aiplan.tui.i18n import N_

LABELS: dict[str, str] = {
    "accepted_by": N_("Accepted by"), "act": N_("Act"), "action": N_("Action"), "affects": N_("Affects"),
    "ai_fit": N_("AI fit"), "ai_task": N_("AI task"), "amendments": N_("Amendments"), "answers": N_("Answers"),
    "as_of": N_("Data date"), "assessed_on": N_("Assessed on"), "attempts": N_("Tries so far"),
    "audience": N_("Audience"), "band": N_("Band"), "bands": N_("Bands"), "baseline": N_("Baseline"),
    "because": N_("Because"), "better": N_("Better"), "bounds": N_("Bounds"), "budget": N_("Budget"),
    "calendar": N_("Calendar"), "capacity": N_("Capacity"), "capacity_changes": N_("Capacity from"),
    "category": N_("Category"), "cause": N_("Cause"), "chosen": N_("Chosen"), "classes": N_("Classes"),
    "confirmed_on": N_("Confirmed on"), "consecutive": N_("In a row"), "consent": N_("Consent"),
    "correlation": N_("Correlation"), "cost": N_("Cost"), "cost_per_day": N_("Cost per day"),
    "country": N_("Country"), "crash": N_("Crash"), "criteria": N_("Criteria"),
    "critical_residual_risk_untreated": N_("Untreated risk"), "currency": N_("Currency"), "data": N_("Data"),
    "datasets": N_("Datasets"), "datasheet": N_("Datasheet"), "deadline": N_("Deadline"), "decision": N_("Decision"),
    "depends_on": N_("Depends on"), "distribution": N_("Distribution"), "due": N_("Due"), "duration": N_("Duration"),
    "economics": N_("Economics"), "entry_gates": N_("Entry gates"), "error_tolerance": N_("Error tolerance"),
    "eu_ai_act": N_("EU AI Act"), "eval_set": N_("Eval set"), "evaluability": N_("Evaluability"),
    "evidence": N_("Evidence"), "exit_gates": N_("Exit gates"), "experiment_basis": N_("Basis"),
    "explore": N_("Explore"), "external": N_("External"), "extra_workdays": N_("Extra workdays"),
    "fallback": N_("Fallback"), "false_negative_cost": N_("Cost of false -"),
    "false_positive_cost": N_("Cost of false +"), "field": N_("Field"), "finish": N_("Finish"),
    "finished": N_("Finished"), "floor": N_("Floor"), "freshness_days": N_("Fresh (days)"), "from": N_("From"),
    "frozen_hash": N_("Frozen hash"), "gaps": N_("Gaps"), "gates": N_("Gates"), "go": N_("Go"), "goal": N_("Goal"),
    "goals": N_("Goals"), "holidays": N_("Holidays"), "horizon": N_("Horizon"), "how": N_("How"),
    "hypothesis": N_("Hypothesis"), "impact": N_("Impact"), "insight": N_("Insight"),
    "irreversible_autonomous_harm": N_("Lasting harm"), "k": N_("Passed (k)"), "kill_switch": N_("Kill switch"),
    "kind": N_("Kind"), "label_agreement": N_("Agreement"), "labelled": N_("Labelled"), "language": N_("Language"),
    "leakage_checked": N_("No leakage"), "learning": N_("Learning"), "legal_basis": N_("Legal basis"),
    "licence": N_("Licence"), "likelihood": N_("Likelihood"), "links": N_("Links"), "max_attempts": N_("Attempts"),
    "metric": N_("Metric"), "milestone": N_("Milestone"), "mitigation": N_("Mitigation"), "n": N_("Cases (n)"),
    "name": N_("Name"), "needs_verdict": N_("Needs verdict"), "new": N_("New"),
    "no_eval_metric": N_("No eval metric"), "no_fallback": N_("No fallback"),
    "no_human_review_for_high_impact": N_("No human review"), "no_legal_basis_for_data": N_("No legal basis"),
    "no_non_ai_baseline": N_("No non-AI base"), "no_owner": N_("No owner"), "non_goals": N_("Non goals"),
    "not_before": N_("Not before"), "note": N_("Note"), "notes": N_("Notes"), "observed": N_("Observed"),
    "old": N_("Old"), "on": N_("On"), "operability": N_("Operability"), "options": N_("Options"),
    "overlap": N_("Overlap"), "oversight": N_("Oversight"), "owner": N_("Owner"), "parallel": N_("Parallel"),
    "phase": N_("Phase"), "pii": N_("Personal data"), "pilot": N_("Pilot"), "priority": N_("Priority"),
    "probability": N_("Probability"), "problem": N_("Problem"), "prohibited_use": N_("Prohibited use"),
    "promised": N_("Promised"), "proportion": N_("Proportion"), "readings": N_("Readings"),
    "remaining": N_("Remaining"), "residual_impact": N_("Residual impact"),
    "residual_likelihood": N_("Residual likely"), "response": N_("Response"), "result": N_("Result"),
    "review_by": N_("Review by"), "risk_compliance": N_("Compliance"), "risk_if_wrong": N_("Risk if wrong"),
    "risks": N_("Risks"), "role": N_("Role"), "rollback_when": N_("Rollback when"), "route": N_("Route"),
    "runs": N_("Runs"), "said": N_("Said"), "schedule": N_("Schedule"), "score": N_("Score"), "scores": N_("Scores"),
    "seed": N_("Seed"), "segment": N_("Segment"), "set": N_("Changes"), "severity": N_("Severity"),
    "share": N_("Share"), "signal": N_("Signal"), "size": N_("Size"), "smallest_class": N_("Smallest class"),
    "source": N_("Source"), "stage": N_("Stage"), "start": N_("Start"), "started": N_("Started"),
    "statement": N_("Statement"), "status": N_("Status"), "success": N_("P(success)"), "supports": N_("Supports"),
    "tags": N_("Tags"), "take_fallback": N_("Fall back now"), "taken": N_("Taken"), "target": N_("Target"),
    "target_size": N_("Target size"), "team": N_("Team"), "technical": N_("Technical"), "tested_on": N_("Tested on"),
    "third_party_terms_unknown": N_("Terms unknown"), "tier": N_("Tier"), "timebox": N_("Timebox"),
    "timing": N_("Timing"), "title": N_("Title"), "to": N_("To"), "trigger": N_("Trigger"), "unit": N_("Unit"),
    "users": N_("Users"), "uses": N_("Uses"), "value": N_("Value"), "waives": N_("Waives"), "watch": N_("Watch"),
    "weights": N_("Weights"), "who": N_("Who"), "why": N_("Why"), "window": N_("Window"), "workweek": N_("Workweek"),
}  # fmt: skip
"""Every key below a section, with its label; translated where it is shown."""


def label_of(key: str) -> str:
    """Return the label of a key, in English."""
    return LABELS.get(key) or key.rstrip("_").replace("_", " ").capitalize()
