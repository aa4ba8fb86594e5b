"""What the lines of a book list mean, and how somebody at a terminal is asked."""

import os
import pty
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from reconciler.adopt.known import Known
from reconciler.adopt.list_matching import Shelf
from reconciler.adopt.list_reading import list_lines
from reconciler.cli.book_list import Chooser, Matcher
from reconciler.model.book_list import MatchedLine, Option
from reconciler.model.observed import ObservedBook, ObservedGroup
from tests import worlds as w
from tests.cli.command import COMMAND, environment
from tests.cli.school import BOOKS, School

TWINS = (ObservedGroup(w.group_id(1), "Klass"), ObservedGroup(w.group_id(2), "Klass"))


class Person:
    """Answers with one of the options by number, and notes what was asked. 0: none of them."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, what: str, options: Sequence[Option]) -> str | None:
        self.asked.append(what)
        number = self.answers.pop(0)
        return options[number - 1].identity if number else None


def titled(number: int, title: str) -> ObservedBook:
    book = w.observed_book(number)
    return ObservedBook(book.id, title, "P", book.token, book.adam_id, "sv", 1, 0, ())


def matched(text: str, books: Sequence[ObservedBook], choose: Chooser | None = None) -> list[MatchedLine]:
    observed = w.observed(*books)
    named = {"one": (ObservedGroup(w.group_id(5), "One"),), "Klass": TWINS}
    matcher = Matcher(Shelf(observed.books, {w.TOKEN_ID: w.TOKEN}), observed, Known("x"), named, choose)
    return [matcher.match(line) for line in list_lines(text)]


def row(title: str, group: str = "one", number: str = "") -> str:
    return f"title,adamId,group,intent\n{title},{number},{group},required\n"


def test_a_number_comes_before_the_title() -> None:
    books = [titled(1, "Svenska"), titled(2, "Matte")]
    assert [w.book_id(2)] == [one.book for one in matched(row("Svenska", number="1002"), books)]
    assert [None] == [one.book for one in matched(row("Svenska", number="77"), books)]


def test_an_exact_title_comes_before_one_in_another_case() -> None:
    books = [titled(1, "svenska"), titled(2, "Svenska")]
    assert [w.book_id(2)] == [one.book for one in matched(row("Svenska"), books)]
    assert [w.book_id(1)] == [one.book for one in matched(row("SVENSKA"), books[:1])]


def test_a_near_title_is_only_an_option() -> None:
    [line] = matched(row("Svenska 2"), [titled(1, "Svenska 2, tredje upplagan"), titled(2, "Fysik")])
    assert (None, "book", [w.book_id(1)]) == (line.book, line.missing, [one.identity for one in line.options])


def test_each_question_is_asked_once_and_answered_for_all_lines() -> None:
    person = Person(2, 1)
    text = row("Svenska", "Klass") + "Svenska,,one,required\n"
    lines = matched(text, [titled(1, "Svenska"), titled(2, "Svenska")], person)
    assert ["Svenska", "Klass"] == person.asked
    assert [(w.book_id(2), w.group_id(1)), (w.book_id(2), w.group_id(5))] == [(one.book, one.group) for one in lines]


def test_a_line_can_be_left_out() -> None:
    [line] = matched(row("Svenska"), [titled(1, "Svenska"), titled(2, "Svenska")], Person(0))
    assert (None, None) == (line.book, line.missing)


def test_what_has_no_option_stays_open_also_at_a_terminal() -> None:
    [line] = matched(row("Wholly different"), [titled(1, "Svenska")], Person())
    assert "book" == line.missing


def at_a_terminal(school: School, arguments: Sequence[str], answers: bytes) -> tuple[int, str]:
    """Runs a command for somebody who types these answers; gives the exit code and what the terminal showed."""
    ours, theirs = pty.openpty()
    env = environment({"RECONCILER_SANDBOX_STATE": str(school.file), "TERM": "xterm"})
    command = [*COMMAND, *arguments]
    shown = []
    with subprocess.Popen(
        command, cwd=school.folder, env=env, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL
    ) as process:
        os.close(theirs)
        os.write(ours, answers)
        with suppress(OSError):  # how Linux says that nobody has the other side any more
            while part := os.read(ours, 10_000):
                shown.append(part)
        code = process.wait(30)
    os.close(ours)
    return code, b"".join(shown).decode()


def test_somebody_at_a_terminal_chooses_by_number(school: School) -> None:
    state = school.admin("GET", "state")
    twin = dict(state["managedEBooks"][2], id=w.book_id(9))
    state["managedEBooks"].append(twin)
    school.admin("PUT", "state", state)
    (school.folder / "list.csv").write_text("title,group,intent\nBook 3,9a,required\nBok 4,9a,required\n")
    arguments = ("import", "desired-state", "--csv", "list.csv")
    code, said = at_a_terminal(school, arguments, b"2\n0\n")
    assert (0, True) == (code, 'Which one is "Book 3"?' in said)
    books = (school.folder / "desired-state/books.yaml").read_text()
    assert books.startswith(BOOKS) and w.book_id(9) in books
    assert w.book_id(3) not in books and w.book_id(4) not in books
