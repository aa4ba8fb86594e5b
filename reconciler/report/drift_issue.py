"""Drift as the text of an issue, from the document that `drift --format json` gives. Read `drift_issue`."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.report.comment import MOST_CHARACTERS, issue_marker, within
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import in_markdown, shown


def drift_title(document: Mapping[str, Any], say: Phrases = ENGLISH) -> str:
    """The title of the tenant's issue; it stays the same, whatever drifted. A title is no Markdown."""
    return say("issue-title", tenant=shown(str(document["tenant"]["name"]))[:200])


def drift_issue(document: Mapping[str, Any], link: str | None, say: Phrases = ENGLISH) -> str:
    """The issue's text. Raises KeyError or TypeError where the document is none of format 1.0."""
    foot = f"\n[{say('comment-run')}](<{link}>)\n" if link else ""
    head = f"{issue_marker(document['tenant']['name'])}\n"
    text = "\n".join(_lines(document, say)) + "\n"
    return head + within(text, MOST_CHARACTERS - len(head) - len(foot), say) + foot


def _lines(document: Mapping[str, Any], say: Phrases) -> Iterator[str]:
    drift = document["drift"]
    yield f"### {in_markdown(_headline(document, say))}"
    yield ""
    yield from (f"- {in_markdown(_sentence(entry, say))}" for entry in drift)
    yield from (f"- **{in_markdown(one['rule'])}** {in_markdown(one['message'])}" for one in document["findings"])
    if drift:
        yield from ("", say("drift-next"))


def _headline(document: Mapping[str, Any], say: Phrases) -> str:
    tenant, count = document["tenant"], len(document["drift"])
    what = say("drift-some", count=count) if count else say("drift-none")
    moment = document["observed"]["at"]
    return say("drift-headline", tenant=tenant["name"], cloud=tenant["cloud"], what=what, moment=moment)


def _sentence(entry: Mapping[str, Any], say: Phrases) -> str:
    """One drifted assignment, or one drifted field of a VPP token."""
    if "token" in entry:
        where = f"{say('token', name=entry['token']['name'])} {entry['field']}"
        was, now, wanted = (str(entry[key]) for key in ("was", "now", "desired"))
    else:
        where = f'"{entry["book"]["title"]}" → "{entry["target"]["displayName"]}"'
        was, now = (_intent(entry[key], "not-assigned", say) for key in ("was", "now"))
        wanted = _intent(entry["desired"], "nothing", say)
    change = say("drift-change", was=was, now=now, wanted=wanted)
    return f"{where}: {change}; {_by(entry, say)}{_place(entry)}"


def _intent(value: str | None, absent: str, say: Phrases) -> str:
    return say.word("intent", value) if value else say(absent)


def _by(entry: Mapping[str, Any], say: Phrases) -> str:
    who = entry["attribution"]
    if who is None:
        return say("drift-nobody")
    return f"{note_in_language(who['actor'], say.language)}, {who['at']} ({who['activity']})"


def _place(entry: Mapping[str, Any]) -> str:
    place = entry["position"]
    return f" {place['path']}:{place['line']}:{place['column']}" if place else ""
