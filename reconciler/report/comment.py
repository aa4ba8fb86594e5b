"""The whole comment on a pull request: what is to be read now, and one line for each earlier plan. Read `comment_body`.

Two lines of it are hidden: the marker, by which the comment is found again, and the note, which becomes a line of the
history once a newer plan takes its place. Names in a plan are escaped, so nothing in it can write either of them.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import in_markdown
from reconciler.report.view import PlanView

MOST_CHARACTERS = 65_536
"""GitHub takes no more in a comment; GitLab and Azure DevOps take more."""
MOST_EARLIER = 10
"""Earlier plans that are still named."""

_NOTE = re.compile(r"^<!-- reconciler-note: (.*) -->$", re.MULTILINE)
_EARLIER = "<!-- reconciler-earlier -->"
_DIGEST_SHOWN = len("sha256:") + 12
_LONGEST_NOTE = 1_000


def comment_marker(tenant: str) -> str:
    """The first line of the tenant's comment on a pull request."""
    return _marker("reconciler", tenant)


def issue_marker(tenant: str) -> str:
    """The first line of the tenant's issue about drift."""
    return _marker("reconciler-drift", tenant)


def comment_body(view: PlanView, text: str, link: str | None, before: str) -> str:
    """The comment, within the most characters that a service takes.

    `text` is the plan as Markdown, `link` the page of the run, `before` what the comment says so far (empty: nothing).
    Given its own result, it gives the same again.
    """
    note, say = _note(view), view.say
    head = f"{comment_marker(view.tenant)}\n<!-- reconciler-note: {note} -->\n"
    foot = f"\n[{say('comment-run')}](<{link}>)\n" if link else ""
    earlier = list(_earlier(before, note))
    while earlier and len(head) + len(text) + len(foot) + len(_folded(earlier, say)) > MOST_CHARACTERS:
        earlier.pop()
    rest = foot + _folded(earlier, say)
    return head + within(text, MOST_CHARACTERS - len(head) - len(rest), say) + rest


def within(text: str, most: int, say: Phrases = ENGLISH) -> str:
    """The text within so many characters: whole lines from its beginning, and a line that says how many are left out.

    Folded parts that the cut leaves open are closed.
    """
    if len(text) <= most:
        return text
    lines = text.splitlines(keepends=True)
    kept, left = 0, most - len(_cut(lines, 0, say))
    while kept < len(lines) and len(lines[kept]) <= left:
        left -= len(lines[kept])
        kept += 1
    while kept and len("".join(lines[:kept])) + len(_cut(lines, kept, say)) > most:
        kept -= 1
    return "".join(lines[:kept]) + _cut(lines, kept, say)


def _marker(kind: str, tenant: str) -> str:
    return f"<!-- {kind}:{quote(tenant, safe=' ', errors='replace')} -->"


def _note(view: PlanView) -> str:
    """The plan in one line of Markdown, to be shown when a newer one has come."""
    said = view.say(
        "comment-note",
        verdict=view.say(f"verdict-{view.verdict}"),
        counts=view.counts,
        made=view.made,
        digest=view.digest[:_DIGEST_SHOWN],
    )
    return in_markdown(said[:_LONGEST_NOTE])


def _earlier(before: str, note: str) -> Sequence[str]:
    """The notes of earlier plans, the newest first: those that were there, and the one that is now replaced."""
    before = before.replace("\r\n", "\n")
    found = _NOTE.search(before)
    lines = before.split("\n")
    folded = lines[lines.index(_EARLIER) :] if _EARLIER in lines else []
    listed = [line[2:] for line in folded if line.startswith("- ")]
    replaced = [found.group(1)] if found and found.group(1) != note else []
    return [*replaced, *listed][:MOST_EARLIER]


def _folded(notes: Sequence[str], say: Phrases) -> str:
    if not notes:
        return ""
    lines = "".join(f"- {note}\n" for note in notes)
    summary = say("comment-earlier", count=len(notes))
    return f"\n<details><summary>{summary}</summary>\n{_EARLIER}\n\n{lines}\n</details>\n"


def _cut(lines: Sequence[str], kept: int, say: Phrases) -> str:
    opened = sum(line.count("<details>") - line.count("</details>") for line in lines[:kept])
    return "\n</details>\n" * opened + f"\n{say('comment-cut', count=len(lines) - kept)}\n"
