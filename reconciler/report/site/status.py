"""The status as one page of the same make as the site, without the others. Read `status_html`."""

from collections.abc import Mapping

from reconciler.model.rule import Rule
from reconciler.model.status import Status
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.pages import overview, seats, tokens
from reconciler.report.site.render import render
from reconciler.report.site.words import moment


def status_html(status: Status, version: str, rules: Mapping[str, Rule], say: Phrases) -> str:
    """The page. Equal input gives equal bytes."""
    return render(
        "status.html.j2",
        page="status",
        pages=[],
        say=say,
        language=str(say.language),
        tenant=status.tenant,
        cloud=status.cloud,
        made=moment(status.at),
        read=moment(status.at),
        version=version,
        head=status.head,
        **overview(status, rules, say),
        **seats(status, say),
        **tokens(status, rules, say),
    )
