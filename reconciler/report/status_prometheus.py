"""The status as metrics for Prometheus. Read `status_prometheus`.

Source: Prometheus documentation, "Exposition formats": text-based format, version 0.0.4. What is not known has no
sample; samples have no time of their own, so that a collector gives them the time at which it read them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.model.observed import UNLIMITED
from reconciler.model.status import Status
from reconciler.report.findings_text import SEVERITIES

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_SECONDS_AN_HOUR = 3_600
Sample = tuple[Mapping[str, str], float]


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge: its name, what it says, and a value for each set of labels."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def status_prometheus(status: Status) -> str:
    """All metrics, each once, in a fixed order; a metric without samples is left out."""
    return "".join(line for metric in _metrics(status) if metric.samples for line in _lines(metric))


def _metrics(status: Status) -> Iterator[Metric]:
    tenant = {"tenant": status.tenant}
    read = status.at.timestamp()
    yield Metric("reconciler_read_time_seconds", "When the tenant was read, in Unix time.", ((tenant, read),))
    yield from _of_tokens(status, tenant)
    yield from _of_books(status, tenant)
    yield from _of_installs(status, tenant)
    yield from _of_findings(status, tenant)
    records: tuple[Sample, ...] = ((tenant, status.records),)
    yield Metric("reconciler_ledger_records", "Records in the ledger that were checked and are whole.", records)


def _of_tokens(status: Status, tenant: Mapping[str, str]) -> Iterator[Metric]:
    tokens = [({**tenant, "token": token.name}, token) for token in status.figures.tokens]
    yield Metric(
        "reconciler_token_expiry_seconds",
        "Seconds until the VPP token expires; negative after.",
        tuple((labels, (one.expires - status.at).total_seconds()) for labels, one in tokens if one.expires is not None),
    )
    yield Metric(
        "reconciler_token_state",
        "1 for the state that the VPP token has.",
        tuple(({**labels, "state": one.state}, 1.0) for labels, one in tokens),
    )
    yield Metric(
        "reconciler_token_sync_age_seconds",
        "Seconds since the licences of the VPP token were synced.",
        tuple((labels, one.sync_hours * _SECONDS_AN_HOUR) for labels, one in tokens if one.sync_hours is not None),
    )


def _of_books(status: Status, tenant: Mapping[str, str]) -> Iterator[Metric]:
    books = [
        ({**tenant, "token": book.pool, "book": book.title, "id": str(book.id)}, book) for book in status.figures.books
    ]
    yield Metric(
        "reconciler_book_seats_total",
        "Seats of the book; +Inf without a limit.",
        tuple(
            (labels, float("inf") if one.total == UNLIMITED else one.total)
            for labels, one in books
            if one.total is not None
        ),
    )
    yield Metric(
        "reconciler_book_seats_used",
        "Seats of the book that are used. They never come back.",
        tuple((labels, one.used) for labels, one in books if one.used is not None),
    )


def _of_installs(status: Status, tenant: Mapping[str, str]) -> Iterator[Metric]:
    books = {book.id: book for book in status.figures.books}
    installs = [
        ({**tenant, "token": books[one.book].pool, "book": one.title, "id": str(one.book)}, one)
        for one in status.figures.installs
    ]
    yield Metric(
        "reconciler_installs",
        "Devices by how the book arrived; those that have not checked in lately are old and in no other state.",
        tuple(
            ({**labels, "state": state}, count)
            for labels, one in installs
            for state, count in (
                ("installed", one.installed),
                ("failed", one.failed),
                ("waiting", one.waiting),
                ("old", one.old),
            )
        ),
    )
    yield Metric(
        "reconciler_users_without_install",
        "Users who have had the book as required for longer than 7 days without an install.",
        tuple((labels, one.missing) for labels, one in installs if one.missing is not None),
    )


def _of_findings(status: Status, tenant: Mapping[str, str]) -> Iterator[Metric]:
    """By severity also where there is none, so that an alert can tell nothing from silence."""
    severities = Counter(finding.severity for finding in status.findings)
    yield Metric(
        "reconciler_findings_by_severity",
        "Findings of each severity.",
        tuple(({**tenant, "severity": severity}, severities[severity]) for severity in SEVERITIES),
    )
    by_rule = Counter((finding.rule, finding.severity) for finding in status.findings)
    yield Metric(
        "reconciler_findings",
        "Findings by rule and severity.",
        tuple(
            ({**tenant, "rule": rule, "severity": severity}, count)
            for (rule, severity), count in sorted(by_rule.items())
        ),
    )


def _lines(metric: Metric) -> Iterable[str]:
    yield f"# HELP {metric.name} {metric.help}\n"
    yield f"# TYPE {metric.name} gauge\n"
    for labels, value in metric.samples:
        told = ",".join(f'{name}="{text.translate(_ESCAPES)}"' for name, text in labels.items())
        yield f"{metric.name}{{{told}}} {_number(value)}\n"


def _number(value: float) -> str:
    if value == float("inf"):
        return "+Inf"
    return str(int(value)) if value == int(value) else repr(float(value))
