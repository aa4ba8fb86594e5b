"""`reconciler explain book TITLE`: what to tell the readers of a book, offline."""

from reconciler.cli.book_lookup import declared_candidates, find_book
from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.report.book_page import book_page


def explain_book(run: Run, title: str, path: str, tenant: str | None) -> int:
    """Prints the page of a declared book, named by title, object id or adamId; gives the exit code.

    Needs the YAML only. Raises UsageError where it is not clear which tenant or book is meant.
    """
    choice = choose_tenant(run, path, tenant)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, "text")
    book = find_book(title, declared_candidates(desired.books)).desired
    assert book is not None  # all candidates are declared
    token = desired.token_of.get(book.book.token)
    run.console.result(book_page(book, desired.group_of, token, language_of(run, desired.tenant)))
    return Exit.DONE
