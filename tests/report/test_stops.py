"""What stops a run, in Swedish: nothing is left in English, and what services say stays as they said it."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import reconciler
from reconciler.model.catalogue import ALL
from reconciler.model.entities import Language
from reconciler.model.errors import Locked, Refused, ServiceError, Unrecorded, UsageError
from reconciler.report.messages.pieces import Piece
from reconciler.report.messages.stops import stop_in_language, stop_text
from reconciler.report.messages.sv.pieces import STALE
from reconciler.report.messages.sv.stops import STOPS
from tests.report.test_messages import english_left

PACKAGE = Path(reconciler.__file__).parent
SV = Language.SV
STOPPING = {"UsageError", "Refused", "Locked", "ServiceError", "Unrecorded", "ReconcilerError"}
FILLED = "Q7"
"""Stands for what a text is filled with: no word of any language."""
COMPOSED = (
    f"{FILLED} Reading books and VPP tokens needs {FILLED}.",
    f"{FILLED} with something that is not a JSON object{FILLED}.",
    f"{FILLED} with more than any list of its can hold; the rest was not read.",
)
"""Texts that begin with a sentence of elsewhere; below they are tried as wholes."""


def texts_that_stop() -> Iterator[tuple[str, str]]:
    """Where each message and remedy of an error stands in the code, and its text with the holes filled."""
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STOPPING:
                for argument in node.args[:2]:
                    yield from ((f"{file.relative_to(PACKAGE)}:{node.lineno}", text) for text in said_by(argument))


def said_by(value: ast.expr) -> Iterator[str]:
    """The texts that an expression may give, as far as it is made of texts."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (*said_by(one), *said_by(other))
        case ast.BinOp(left=left, right=right):
            yield from (*said_by(left), *said_by(right))


def has_words(text: str) -> bool:
    """Whether a text says anything itself: some come from elsewhere as a whole."""
    return bool(re.search("[A-Za-z]{2}", re.sub(r"VPP\d+", "", text)))


@pytest.mark.parametrize(
    ("place", "text"), [each for each in texts_that_stop() if has_words(each[1]) and each[1] not in COMPOSED]
)
def test_a_text_that_stops_a_run_has_a_swedish_one(place: str, text: str) -> None:
    swedish = stop_text(text.strip(), SV)
    assert swedish != text.strip(), place
    assert [] == english_left(swedish), place


@pytest.mark.parametrize("piece", STOPS, ids=lambda piece: piece.english)
def test_a_piece_takes_over_what_the_english_has_and_is_swedish(piece: Piece) -> None:
    holes = set(re.findall(r"\{(\w+)\}", piece.english))
    assert holes >= {name for _, name, _, _ in string.Formatter().parse(piece.other) if name}
    assert [] == english_left(piece.other)


@pytest.mark.parametrize("piece", [piece for piece in STOPS if piece not in STALE], ids=lambda piece: piece.english)
def test_a_piece_is_found_by_its_own_english_and_by_no_other_before_it(piece: Piece) -> None:
    text = re.sub(r"\{\w+\}", FILLED, piece.english)
    first = next(one for one in STOPS if re.fullmatch(_pattern(one.english), text))
    assert piece is first or set(re.findall(r"\{\w+\}", first.english)) <= set(re.findall(r"\{\w+\}", piece.english))


def _pattern(english: str) -> str:
    return ".+?".join(re.escape(part) for part in re.split(r"\{\w+\}", english))


def test_a_refusal_by_a_rule_speaks_by_the_rule() -> None:
    finding = ALL["VPP501"].found(None, "plan", reason='"A" → "B" is no longer needed; and 3 more')
    error = Refused(f"VPP501 {finding.message}", finding.remedy, finding=finding)
    assert stop_in_language(error, SV) == (
        'VPP501 Planen kan inte tillämpas: "A" → "B" behövs inte längre; och 3 till.',
        "Gör en ny plan och låt den granskas: reconciler plan.",
    )
    assert (error.message, error.remedy) == stop_in_language(error, Language.EN)


def test_the_holder_of_a_lock_stays_as_it_is_called() -> None:
    finding = ALL["VPP512"].found(None, "t", since="S", holder="github:7 on runner-1, process 12", until="U")
    message, _ = stop_in_language(Locked(f"VPP512 {finding.message}", finding.remedy, finding=finding), SV)
    assert "github:7 på runner-1, process 12" in message


def test_a_failure_inside_of_another_is_swedish_too() -> None:
    inner = "Microsoft Graph answered GET /beta/x with status 503 (serviceNotAvailable, request id 4-5)."
    error = ServiceError(
        f"VPP505 the list of books could not be read: {inner}", "Nothing is planned on a part of it. Run again."
    )
    message, remedy = stop_in_language(error, SV)
    said = "svarade på GET /beta/x med status 503 (serviceNotAvailable, request id 4-5)."
    assert message == f"VPP505 listan över böcker kunde inte läsas: Microsoft Graph {said}"
    assert remedy == "Inget planeras utifrån en del av den. Kör igen."


def test_texts_that_begin_with_another_one_are_swedish_as_wholes() -> None:
    asked = "Microsoft Graph answered GET /v1.0/x"
    for english in (
        f"{asked} with something that is not a JSON object (request id 4-5).",
        f"{asked} with more than any list of its can hold; the rest was not read.",
        "Run again. Reading books and VPP tokens needs DeviceManagementApps.Read.All.",
    ):
        assert [] == english_left(stop_text(english, SV).replace("request id", ""))


def test_what_git_says_stays_as_git_says_it() -> None:
    error = Unrecorded(
        "the changes were sent, and the receipt could not be recorded: ledger git:x#y cannot be written: "
        "fatal: the book is read only",
        "",
    )
    message, _ = stop_in_language(error, SV)
    assert message.endswith("liggaren git:x#y kan inte skrivas: fatal: the book is read only")


def test_a_text_of_nobody_we_know_stays_english() -> None:
    error = UsageError("Something new.", "Do something. Check the path.")
    assert ("Something new.", "Do something. Kontrollera sökvägen.") == stop_in_language(error, SV)
