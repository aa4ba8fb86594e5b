"""The pages of the site, by file name. Read `pages`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reconciler.model.audit import History, Recorded, Verification
from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.model.status import Status
from reconciler.report.findings_text import counted
from reconciler.report.messages.phrases import Phrases
from reconciler.report.parts import gravest_first
from reconciler.report.site.assignments import assignment_table
from reconciler.report.site.audit import audit_sections, chain_tone, chain_words
from reconciler.report.site.overview import tiles, verdict
from reconciler.report.site.plan import change_table, says
from reconciler.report.site.render import render
from reconciler.report.site.seats import book_table, install_table, pool_table
from reconciler.report.site.tokens import token_calendar, token_table
from reconciler.report.site.words import moment
from reconciler.report.view import PlanView

NAMES = ("index", "plan", "seats", "tokens", "audit")
"""The pages, in the order of their list."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that the site tells.

    `ledger` is the store in words, `named` says whether actors of the audit log are named, `made` is when the pages
    were made, `version` that of this software.
    """

    status: Status
    plan: PlanView
    history: History
    verification: Verification
    records: Sequence[Recorded]
    ledger: str
    named: bool
    made: datetime
    version: str


def pages(told: Told, rules: Mapping[str, Rule], say: Phrases) -> dict[str, str]:
    """Each page as HTML, by its file name. Equal input gives equal bytes."""
    around = _around(told, say)
    return {
        "index.html": render(
            "index.html.j2", page="index", **around, **overview(told.status, rules, say), plan=told.plan
        ),
        "plan.html": render("plan.html.j2", page="plan", **around, **_plan(told.plan, rules, say)),
        "seats.html": render("seats.html.j2", page="seats", **around, **seats(told.status, say)),
        "tokens.html": render("tokens.html.j2", page="tokens", **around, **tokens(told.status, rules, say)),
        "audit.html": render("audit.html.j2", page="audit", **around, **_audit(told, rules, say)),
    }


def overview(status: Status, rules: Mapping[str, Rule], say: Phrases) -> dict[str, Any]:
    """What the first page shows."""
    sentence, tone = verdict(status.findings, say)
    return {
        "verdict": sentence,
        "tone": tone,
        "tiles": tiles(status, say),
        **findings_parts(status.findings, rules, say),
        "assignments": assignment_table(status.figures.books, say),
    }


def findings_parts(findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases) -> dict[str, Any]:
    """Findings that ask for something, and those that only tell; the gravest first."""
    ordered = gravest_first(findings)
    asking = [one for one in ordered if one.severity != "info" and one.accepted is None]
    telling = [one for one in ordered if one not in asking]
    return {
        "asking": says(asking, rules, say),
        "telling": says(telling, rules, say),
        "telling_count": counted(telling, say),
    }


def seats(status: Status, say: Phrases) -> dict[str, Any]:
    """What the page about seats shows."""
    told = status.figures
    return {
        "pools": pool_table(told, status.at, say),
        "books": book_table(told, status.at, say),
        "installs": install_table(told.installs, say),
        "unread": say("site-unread-installs", count=told.unread_installs) if told.unread_installs else "",
        "old": say("site-old-devices", count=told.old_devices.count) if told.old_devices.count else "",
        "since": say("site-observed", at=moment(told.observed_at)) if told.observed_at else say("site-not-observed"),
    }


def tokens(status: Status, rules: Mapping[str, Rule], say: Phrases) -> dict[str, Any]:
    """What the page about VPP tokens shows."""
    about = [finding for finding in gravest_first(status.findings) if finding.rule.startswith("VPP1")]
    return {
        "tokens": token_table(status.figures.tokens, say),
        "calendar": token_calendar(status.figures.tokens, status.at, say),
        "about": says(about, rules, say),
    }


def _plan(view: PlanView, rules: Mapping[str, Rule], say: Phrases) -> dict[str, Any]:
    return {
        "plan": view,
        "meaning": f"{view.say(f'verdict-{view.verdict}')}: {view.meaning}",
        "plan_tone": {"blocked": "error", "attention": "warning"}.get(view.verdict, "good"),
        "changes": change_table(view, say),
        "decisions": says([one.finding for one in view.decisions], rules, say),
        "drift": says(view.drift, rules, say),
        "details": says(view.details, rules, say),
        "not_checked": says(view.not_checked, rules, say),
        "expires": moment(view.expires),
    }


def _audit(told: Told, rules: Mapping[str, Rule], say: Phrases) -> dict[str, Any]:
    about = [finding for finding in gravest_first(told.status.findings) if finding.rule.startswith("VPP60")]
    kept = [finding for finding in about if finding.rule >= "VPP604"]
    return {
        "chain": chain_words(told.verification, say),
        "chain_tone": chain_tone(told.verification),
        "ledger": told.ledger,
        "sections": audit_sections(told.history, told.records, say, named=told.named),
        "about": says(kept, rules, say),
    }


def _around(told: Told, say: Phrases) -> dict[str, Any]:
    """What stands around every page."""
    status = told.status
    return {
        "say": say,
        "language": str(say.language),
        "tenant": status.tenant,
        "cloud": status.cloud,
        "pages": [(name, f"{name}.html", say(f"site-page-{name}")) for name in NAMES],
        "made": moment(told.made),
        "read": moment(status.at),
        "version": told.version,
        "head": status.head,
    }
