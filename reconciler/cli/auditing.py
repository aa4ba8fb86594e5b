"""Checks the ledger and tells what it holds, for the command line. Nothing here asks a service."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reconciler.audit.approved import compared
from reconciler.audit.choose import Wanted, chosen
from reconciler.audit.compact import compact
from reconciler.audit.judge import evidence_findings
from reconciler.audit.names import learn
from reconciler.cli.audited import Audited, audited, tracked_records
from reconciler.cli.exits import Exit, of_findings
from reconciler.cli.files import write_file
from reconciler.cli.language import language_of, worded
from reconciler.cli.run import Run
from reconciler.cli.tenants import report_blocked
from reconciler.evidence.sigstore_verify import sigstore_check
from reconciler.evidence.verify import verify_record
from reconciler.ledger.folders import folder_name
from reconciler.ledger.verify import record_file, verify
from reconciler.model.audit import History, Recorded
from reconciler.model.entities import Language
from reconciler.model.errors import UsageError
from reconciler.model.ids import Digest
from reconciler.model.instants import instant, stamp
from reconciler.model.naming import fold, nearest
from reconciler.model.record import RecordKind
from reconciler.report.audit_csv import csv_bytes
from reconciler.report.audit_html import Origins, audit_html
from reconciler.report.audit_json import history_document, log_document, verification_document
from reconciler.report.audit_show import record_lines
from reconciler.report.audit_tables import tables
from reconciler.report.audit_text import log_lines, verification_lines
from reconciler.report.findings_json import as_json
from reconciler.report.findings_text import finding_lines
from reconciler.report.messages.audit_phrases import audit_phrases
from reconciler.report.messages.rules import rules_in


def run_verify(run: Run, path: str, name: str | None, expected: str | None, form: str) -> int:
    """Checks the whole chain; gives the exit code."""
    expected = _digest(expected) if expected is not None else None
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, form)
    store = of.door.store
    judge = partial(verify_record, check=sigstore_check(run.settings.sigstore_trust))
    found = verify(store, of.tenant.name, judge, of.policy.ledger_keys, expected)
    language = language_of(run, of.tenant)
    findings = worded(evidence_findings(found, tracked_records(run, of)), language)
    if form == "json":
        run.console.data(as_json(verification_document(of.tenant.name, store.where(), found, findings)))
    else:
        say = audit_phrases(language)
        run.console.result(verification_lines(of.tenant.name, store.where(), found, say))
        for finding in findings:
            run.console.result(finding_lines(finding, rules_in(language), say))
    return of_findings(findings)


_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


def _digest(text: str) -> Digest:
    """The digest in an option, in upper or lower case and with its prefix or without. Raises UsageError."""
    found = _DIGEST.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(
            f'--expect-head is "{text}", which is no digest.',
            "Write sha256: and 64 hexadecimal digits, as every apply prints its head.",
        )
    return Digest(f"sha256:{found[1]}")


def run_log(run: Run, path: str, name: str | None, form: str, options: Mapping[str, Any]) -> int:
    """Lists the changes that were asked for; gives the exit code."""
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, form)
    wanted = _wanted(options, of)
    told = of.history(of.records())
    entries = chosen(told.entries, wanted)
    if form == "json":
        run.console.data(as_json(log_document(of.tenant.name, entries, told)))
        return Exit.DONE
    run.console.result(log_lines(entries, told, audit_phrases(language_of(run, of.tenant))))
    if not entries:
        _hint(run, told, wanted)
    return Exit.DONE


def run_show(run: Run, path: str, name: str | None, which: str, form: str) -> int:
    """Shows one record; gives the exit code."""
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, form)
    found: list[Recorded] = []
    records = tuple(compact(_keeping(of.records(), which, found)))
    record = _only(found, which, records)
    if form == "json":
        run.console.data(of.door.store.read(folder_name(of.tenant.name), record_file(record)))
        return Exit.DONE
    approved = compared(record, records) if record.kind is RecordKind.RECEIPT else ()
    titles = learn(records, {}).titles
    try:
        say = audit_phrases(language_of(run, of.tenant))
        lines = tuple(record_lines(record, approved, titles, say, named=of.named))
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise UsageError(
            f"record {record.seq} has another shape than this version knows: {wrong!r}.",
            f"Read it as it is: reconciler audit show {record.seq} --format json.",
        ) from wrong
    run.console.result(lines)
    return Exit.DONE


def run_export(
    run: Run, path: str, name: str | None, form: str, out: Path | None, settings: str | None, table: str
) -> int:
    """Writes the whole history in one form; gives the exit code."""
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, "json" if form == "json" else "text")
    content = _exported(run, of, form, settings, table)
    if out is None:
        run.console.data(content)
        return Exit.DONE
    write_file(run.settings.path(out), content)
    run.console.note(f"wrote {out}")
    return Exit.DONE


def _exported(run: Run, of: Audited, form: str, settings: str | None, table: str) -> bytes:
    language, where = language_of(run, of.tenant), of.door.store.where()
    told, made = of.history(of.records()), stamp(run.settings.clock())
    if form == "json":
        document = history_document(of.tenant.name, where, made, told, told.entries, named=of.named)
        return as_json(document).encode("utf-8")
    say = audit_phrases(language)
    all_tables = tables(told, told.entries, say, named=of.named)
    if form == "csv":
        return csv_bytes(all_tables[table], Language(settings) if settings else language)
    origins = Origins(of.tenant.name, where, made, told.records, told.head)
    return audit_html(origins, all_tables, say).encode("utf-8", "backslashreplace")


def _wanted(options: Mapping[str, Any], of: Audited) -> Wanted:
    """What the command line asks for. Raises UsageError for a time that is none."""
    start, end, zone = options["start"], options["end"], of.policy.time_zone
    return Wanted(
        book=options["book"],
        group=options["group"],
        group_ids=_aliased(of, options["group"]),
        token=options["token"],
        actor=options["actor"],
        start=_moment("--from", start, zone, timedelta()) if start else None,
        end=_moment("--to", end, zone, timedelta(days=1)) if end else None,
        origin=options["origin"],
        emergency=options["emergency"],
    )


def _aliased(of: Audited, alias: str | None) -> frozenset[str]:
    """The ids of the groups that the YAML gives this alias; empty without YAML."""
    groups = of.desired.groups if of.desired is not None and alias is not None else ()
    return frozenset(str(one.id) for one in groups if one.id and one.alias and fold(one.alias) == fold(alias or ""))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _moment(option: str, text: str, zone: str, after_midnight: timedelta) -> datetime:
    """An instant as it is; of a day its midnight in the tenant's time zone, or one `after_midnight`."""
    try:
        if _DAY.fullmatch(text):
            day = datetime.strptime(text, "%Y-%m-%d") + after_midnight
            return day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        return instant(text)
    except (ValueError, OverflowError) as wrong:
        raise UsageError(f'{option} is "{text}", which is no time.', "Write a day or an instant in UTC.") from wrong


def _hint(run: Run, told: History, wanted: Wanted) -> None:
    """Offers the nearest name where a name was asked for that no record tells."""
    known = {
        "--book": (wanted.book, {one.title for one in told.entries} | {one.book for one in told.entries}),
        "--group": (wanted.group, {one.group_name for one in told.entries} | {one.group for one in told.entries}),
        "--token": (wanted.token, {one.token for one in told.entries}),
    }
    for option, (asked, names) in known.items():
        close = nearest(asked, sorted(filter(None, names))) if asked else None
        if close and close != asked:
            run.console.note(f'{option} "{asked}": did you mean "{close}"?')


def _keeping(records: Iterable[Recorded], which: str, found: list[Recorded]) -> Iterator[Recorded]:
    """The records, of which those of this number, or whose digest begins so, are kept whole in `found`."""
    text = which.strip().lower()
    number = int(text) if re.fullmatch(r"[0-9]{1,8}", text) else None
    start = text if text.startswith("sha256:") else f"sha256:{text}"
    for record in records:
        if record.seq == number if number is not None else record.digest.startswith(start):
            found.append(record)
        yield record


def _only(found: Sequence[Recorded], which: str, records: Sequence[Recorded]) -> Recorded:
    """The one record that was found. Raises UsageError where there is none, or several."""
    if len(found) == 1:
        return found[0]
    last = f"The newest record is {records[-1].seq}." if records else "The ledger has no record."
    what = "several records have" if found else "no record has"
    raise UsageError(f'{what} the number or digest "{which}".', last)
