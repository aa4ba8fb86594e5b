"""The audit as one page that asks for nothing: no script, no font, no picture. Read `audit_html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from reconciler.report.audit_tables import Table
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown


@dataclass(frozen=True, slots=True)
class Origins:
    """What the page was made from, and when: RFC 3339 in UTC. `head` is None where no record is."""

    tenant: str
    where: str
    made: str
    records: int
    head: str | None


def audit_html(origins: Origins, tables: Mapping[str, Table], say: Phrases) -> str:
    """The page. Whatever is put into it is escaped; equal input gives equal bytes."""
    return _template().render(
        language=str(say.language),
        title=say("audit-page", tenant=origins.tenant),
        made=say("audit-made", at=origins.made, records=origins.records, where=origins.where),
        head=say("audit-printed-head", digest=origins.head) if origins.head else say("audit-nothing"),
        tables=tables,
        nothing=say("audit-nothing"),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("reconciler.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_visible,
    )
    return environment.get_template("audit.html.j2")


def _visible(value: object) -> object:
    """Control and bidi characters of a text as escapes; an empty cell for None."""
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) else value
