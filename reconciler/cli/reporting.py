"""Writes the site about one tenant. Read `run_report`."""

import json
from collections.abc import Iterable
from pathlib import Path

from reconciler import __version__
from reconciler.cli.at_hand import at_hand
from reconciler.cli.doors import circumstances, intune
from reconciler.cli.exits import Exit
from reconciler.cli.files import write_file
from reconciler.cli.language import language_of
from reconciler.cli.monitoring import in_words, read_ledger, watch
from reconciler.cli.planned_language import planned_in_language
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.model.errors import UsageError
from reconciler.model.plan_file import plan_bytes
from reconciler.reconcile import plan_tenant
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.site.pages import Told, pages
from reconciler.report.view import plan_view


def run_report(run: Run, path: str, name: str | None, out: Path) -> int:
    """Writes the pages; gives the exit code."""
    choice = choose_tenant(run, path, name)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, "text")
    folder = _folder(run.settings.path(out))
    language = language_of(run, desired.tenant)
    kept = read_ledger(run, desired)
    with intune(run.settings, desired.tenant) as reader, progress(run.console) as told:
        known = at_hand(run, desired, told)
        planned = plan_tenant(desired, reader, kept.state, circumstances(run.settings, desired), told, None, known)
        status = watch(desired, planned.observed, planned.matching, reader, kept, told)
    plan = planned_in_language(planned, language).plan
    body = json.loads(plan_bytes(plan, __version__))
    site = Told(
        status=in_words(status, language),
        plan=plan_view(body, language),
        history=kept.history,
        verification=kept.verification,
        records=kept.records,
        ledger=_place(kept.door.store.where(), run.settings.cwd),
        named=desired.policy.show_actors,
        made=run.settings.clock(),
        version=__version__,
    )
    made = pages(site, rules_in(language), site_phrases(language))
    _check_ours(folder, made)
    for file, text in made.items():
        write_file(folder / file, text.encode("utf-8", "backslashreplace"))
    run.console.note(f"wrote {out}: open {out / 'index.html'}")
    return Exit.DONE


def _check_ours(folder: Path, names: Iterable[str]) -> None:
    """Raises UsageError before anything is written, where something else than our page has the name of one."""
    for name in names:
        file = folder / name
        if file.is_dir() or (file.is_file() and _OURS not in file.read_bytes()):
            raise UsageError(f"{file} is not a page of ours.", "Name another folder with --out, or take it away.")


_OURS = b'<meta name="generator" content="reconciler">'


def _place(where: str, cwd: Path) -> str:
    """The store as seen from the working directory, so that the pages do not tell how this machine's folders are."""
    kind, _, place = where.partition(":")
    if kind != "dir" or not Path(place).is_relative_to(cwd):
        return where
    return f"{kind}:{Path(place).relative_to(cwd).as_posix()}"


def _folder(folder: Path) -> Path:
    """The folder, made where it is missing. Raises UsageError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}.", "Name another folder with --out.") from error
    return folder
