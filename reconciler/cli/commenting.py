"""Writes comments and issues for the command line. Read `run_comment`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.apply.stored import is_sealed, stale
from reconciler.cli.exits import Exit
from reconciler.cli.files import read_file
from reconciler.cli.forge_door import forge
from reconciler.cli.language import language_of
from reconciler.cli.plan_language import language_of_plan
from reconciler.cli.run import Run
from reconciler.forge.posting import post_comment, settle_issue
from reconciler.model.errors import UsageError
from reconciler.model.forge import Did
from reconciler.model.plan_file import parse_plan
from reconciler.report.comment import comment_body, comment_marker, issue_marker
from reconciler.report.drift_issue import drift_issue, drift_title
from reconciler.report.markdown import plan_markdown
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.view import PlanView, plan_view

_WRONG_SHAPE = (KeyError, TypeError, ValueError, AttributeError, IndexError)
_LINK = re.compile(r"https?://[^\s<>\\\"'`|]{1,2000}", re.ASCII)
_NO_PULL_REQUEST = (
    "Say --pull-request N, or run where the pipeline tells it: on: pull_request (GitHub), a merge request pipeline "
    "(GitLab: rules with $CI_MERGE_REQUEST_IID), a branch policy's build (Azure DevOps). See it with --dry-run."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    file: Path
    pull_request: str | None
    link: str | None
    issue: bool
    dry_run: bool


def run_comment(run: Run, wish: Wish) -> int:
    """Writes the comment or the issue; gives the exit code."""
    content = read_file(run.settings.path(wish.file))
    body = parse_plan(content)
    if body is None:
        raise _other_file(wish, "it is no JSON object")
    link = _link(wish, run)
    return _issue(run, wish, body, link) if wish.issue else _comment(run, wish, body, content, link)


def _comment(run: Run, wish: Wish, body: Mapping[str, Any], content: bytes, link: str | None) -> int:
    """Shows the plan, if it is as it was written: a reviewer decides on it, and apply would refuse another one."""
    try:
        language = language_of_plan(run, body)
        view = plan_view(body, language)
        text = plan_markdown(view, rules_in(language))
        comment_body(view, text, link, "")
    except _WRONG_SHAPE as wrong:
        raise _other_file(wish, f"{type(wrong).__name__}: {wrong}") from wrong
    if not is_sealed(body, content):
        raise stale("its content does not match its digest; somebody or something changed the file")
    if wish.dry_run:
        run.console.data(comment_body(view, text, link, ""))
        return Exit.DONE
    return _post(run, wish, view, text, link)


def _post(run: Run, wish: Wish, view: PlanView, text: str, link: str | None) -> int:
    number = wish.pull_request or run.settings.pipeline.pull_request
    with forge(run.settings) as service:
        if not number or not number.isdecimal():
            raise UsageError("This run belongs to no pull request.", _NO_PULL_REQUEST)
        did = post_comment(
            service, number, comment_marker(view.tenant), lambda before: comment_body(view, text, link, before)
        )
    _tell(run, did, f"comment of {view.tenant} on pull request {number}")
    return Exit.DONE


def _issue(run: Run, wish: Wish, document: Mapping[str, Any], link: str | None) -> int:
    say = phrases(language_of(run))
    try:
        marker = issue_marker(document["tenant"]["name"])
        title, text = drift_title(document, say), drift_issue(document, link, say)
        wanted = bool(document["drift"])
    except _WRONG_SHAPE as wrong:
        raise _other_file(wish, f"{type(wrong).__name__}: {wrong}") from wrong
    if wish.dry_run:
        run.console.data(text)
        return Exit.DONE
    with forge(run.settings) as service:
        did = settle_issue(service, marker, title, text, wanted=wanted)
    _tell(run, did, f"issue about drift of {document['tenant']['name']}")
    return Exit.DONE


def _tell(run: Run, did: Did, what: str) -> None:
    run.console.note(f"{what}: {'none is needed' if did is Did.NOTHING else did}")


def _link(wish: Wish, run: Run) -> str | None:
    """The page to point at. What the pipeline tells is left out where it is no address; what somebody says is not."""
    if wish.link is not None and not _LINK.fullmatch(wish.link):
        raise UsageError("--link: this is no address of a page.", "Write it as https://HOST/PATH, without blanks.")
    told = wish.link or run.settings.pipeline.link or ""
    return told if _LINK.fullmatch(told) else None


def _other_file(wish: Wish, why: str) -> UsageError:
    wanted = "drift --format json gave" if wish.issue else "plan --out wrote"
    kind = "drift document" if wish.issue else "plan"
    return UsageError(f"{wish.file}: this is no {kind} of format 1.0 ({why}).", f"Give a file that {wanted}.")
