"""Every rule, message and phrase in Swedish: nothing missing, nothing left in English, nothing else changed."""

import ast
import json
import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import reconciler
from reconciler.desired.load import load
from reconciler.drift import HIDDEN
from reconciler.model.catalogue import ALL
from reconciler.model.change import Attribution, Hold
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.drift import drift_lines, drift_markdown
from reconciler.report.findings_text import Totals, findings_lines
from reconciler.report.lines import plain
from reconciler.report.messages.en_phrases import PHRASES as ENGLISH
from reconciler.report.messages.en_plan import PHRASES as OF_A_PLAN
from reconciler.report.messages.findings import in_language
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.pieces import Piece
from reconciler.report.messages.plans import plan_in_language
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.sv import TEXTS, pieces
from reconciler.report.messages.sv.params import WORDS
from reconciler.report.messages.sv.phrases import PHRASES as SWEDISH
from reconciler.report.messages.sv.plan import PHRASES as OF_A_PLAN_IN_SWEDISH
from reconciler.report.receipt_text import change_names, receipt_lines
from reconciler.rules.static import check_static
from tests.cli.command import Ended, call
from tests.report.plans import full_plan
from tests.report.test_drift import several
from tests.report.test_receipt import receipt
from tests.rules.live_cases import cases, play

SV = Language.SV
PACKAGE = Path(reconciler.__file__).parent
EXAMPLE = PACKAGE.parent / "desired-state"
STATIC_CASES = sorted((Path(__file__).parents[1] / "cases/static").iterdir())
Golden = Callable[[str, str], None]

ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|is|are|not|with|this|that|from|were|has|have|its|it|or|been|only|book|books|seat|seats|group|groups|"
    r"licence|licences|users?|available|required|assigned|unknown|nothing|written|says|here|which|could|would|may|must)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r'`[^`]*`|"[^"]*"|\{[^}]*\}|reconciler [a-z]+ [a-z]+|\b(available|required) \((Tillgänglig|Obligatorisk)\)'
    r"|\b[a-zA-Z]+\.[a-zA-Z.]+\b|\b\w+:"
)
"""What is no prose: code, names in quotation marks, holes, commands, values and keys of YAML."""

KEY = re.compile(r"\w+\.[\w.]*")
"""A key of YAML with dots, or its beginning."""


def english_left(text: str) -> list[str]:
    """English words in a text that should be Swedish."""
    return ENGLISH_WORDS.findall(CODE.sub(" ", text))


def holes(template: str) -> set[tuple[str, bool]]:
    """The parameters of a template, each with whether it stands as a plural."""
    return {(name, "|" in (form or "")) for _, name, form, _ in string.Formatter().parse(template) if name}


def said(rule: Rule) -> Iterator[str]:
    """Everything that a rule says."""
    yield from (rule.statement, rule.why)
    for words in rule.texts.values():
        yield from (words.message, words.remedy)


@cache
def every_piece() -> tuple[Piece, ...]:
    """Every piece of the Swedish tables, once."""
    tables = [value for value in vars(pieces).values() if isinstance(value, tuple)]
    return tuple(dict.fromkeys(piece for table in tables for piece in table))


# Nothing is missing


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_has_every_variant_in_swedish_with_the_same_parameters(rule: str) -> None:
    english, swedish = ALL[rule].texts, TEXTS[rule].texts
    assert english.keys() == swedish.keys()
    for variant, words in english.items():
        assert holes(words.message) == holes(swedish[variant].message), variant
        assert holes(words.remedy) == holes(swedish[variant].remedy), variant
        assert bool(words.remedy) == bool(swedish[variant].remedy), variant


def test_nothing_is_translated_that_the_catalogue_does_not_have() -> None:
    assert set() == TEXTS.keys() - ALL.keys()


@pytest.mark.parametrize("rule", ALL)
def test_a_swedish_rule_has_no_english_word(rule: str) -> None:
    for text in said(rules_in(SV)[rule]):
        assert [] == english_left(text), text


@pytest.mark.parametrize("rule", ALL)
def test_id_name_severity_and_source_of_a_rule_are_the_same_in_swedish(rule: str) -> None:
    english, swedish = ALL[rule], rules_in(SV)[rule]
    assert english == replace(swedish, statement=english.statement, why=english.why, texts=english.texts)


def test_every_phrase_is_there_in_swedish_with_the_same_parameters() -> None:
    assert ENGLISH.keys() == {key for key in SWEDISH if not key.startswith("sample-")}
    for key, template in ENGLISH.items():
        assert {name for name, _ in holes(template)} == {name for name, _ in holes(SWEDISH[key])}, key
        assert [] == english_left(SWEDISH[key]), key


def test_every_phrase_of_a_plan_is_said_and_is_there_in_swedish_with_the_same_parameters() -> None:
    texts = [source for source in sources("report") if "PHRASES: Mapping" not in source]
    texts += [template.read_text("utf-8") for template in (PACKAGE / "report/templates").glob("*.j2")]
    named = {key for text in texts for key in re.findall(r"""["']([a-z]+(?:-[a-z]+)*)["']""", text)}
    units = {"age-days", "age-hours", "age-minutes", "age-seconds"}
    assert set() == OF_A_PLAN.keys() - named - units
    assert OF_A_PLAN.keys() == OF_A_PLAN_IN_SWEDISH.keys()
    assert set() == OF_A_PLAN.keys() & ENGLISH.keys()
    for key, template in OF_A_PLAN.items():
        assert {name for name, _ in holes(template)} == {name for name, _ in holes(OF_A_PLAN_IN_SWEDISH[key])}, key
        assert [] == english_left(OF_A_PLAN_IN_SWEDISH[key]), key


def test_words_in_place_of_values_are_there_for_every_parameter_of_a_rule() -> None:
    names = {name for rule in ALL.values() for text in said(rule) for name, plural in holes(text) if not plural}
    loanwords = {"id", "token", "token_id"}
    assert set() == {f"sample-{name}" for name in names - loanwords} - SWEDISH.keys()


def test_every_phrase_is_said_somewhere_and_every_key_that_is_said_exists() -> None:
    texts = [source for source in sources("report", "cli") if "PHRASES: Mapping" not in source]
    texts += [template.read_text("utf-8") for template in (PACKAGE / "report/templates").rglob("*.j2")]
    named = {key for text in texts for key in re.findall(r"""["']([a-z]+(?:-[a-z]+)*)["']""", text)}
    asked = {key for text in texts for key in re.findall(r"""\bsay\(\s*["']([a-z-]+)["']""", text)}
    words = {key for key in ENGLISH if re.match("(severity|count|intent|target|action|verdict|outcome|meaning)-", key)}
    assert set() == ENGLISH.keys() - words - named
    assert {"title-decide", "no-changes"} <= asked & ENGLISH.keys()


@pytest.mark.parametrize("piece", every_piece(), ids=lambda piece: piece.english)
def test_a_piece_takes_over_what_the_english_has_and_is_swedish(piece: Piece) -> None:
    assert holes(piece.english.replace("'}'", "")) == holes(piece.other)
    assert [] == english_left(piece.other)


@pytest.mark.parametrize(
    "table", ["ABSENT", "FOUND", "KINDS", "WAITING", "REASONS", "HOLDS", "LIMITS", "RELATED", "STALE"]
)
def test_an_english_piece_is_still_said_somewhere(table: str) -> None:
    for piece in getattr(pieces, table):
        for part in re.split(r"\{\w+\}", piece.english):
            assert part.strip(' ,;:"') in constants(), piece.english


@pytest.mark.parametrize(("rule", "name"), WORDS)
def test_a_parameter_that_is_reworded_is_one_of_the_rule(rule: str, name: str) -> None:
    assert name in {hole for text in said(ALL[rule]) for hole, _ in holes(text)} | {"second"}


def test_a_word_that_a_rule_is_given_in_the_code_is_reworded() -> None:
    given = {
        (rule, name, word) for source in sources("rules", "desired", "apply") for rule, name, word in words_in(source)
    }
    assert {("VPP502", "was"), ("VPP206", "sync")} <= {(rule, name) for rule, name, _ in given}
    for rule, name, word in given:
        reword = WORDS.get((rule, name))
        known = reword is not None and (reword(word) != word or is_in_a_piece(word))
        assert known, f"{rule} is given {name}={word!r}, which has no Swedish"


# Nothing is left in English, and nothing else changes


@pytest.mark.parametrize("case", STATIC_CASES, ids=lambda case: case.name)
def test_what_a_static_case_says_is_swedish(case: Path) -> None:
    loaded = load(["."], case / ".input")
    for finding in (*loaded.findings, *check_static(loaded.repository)):
        assert_swedish(finding)


@pytest.mark.parametrize("case", [*cases("live"), *cases("plan")], ids=lambda case: case.name)
def test_what_a_plan_says_is_swedish(case: Path, tmp_path: Path) -> None:
    english = play(case, tmp_path)
    swedish = plan_in_language(english, SV)
    for finding in english.findings:
        assert_swedish(finding)
    for reason in [reason for one in swedish.forecast for reason in one.reasons]:
        assert [] == english_left(reason), reason
    said_so = {(finding.rule, finding.message, finding.remedy) for finding in swedish.findings}
    holds = [change.held for change in swedish.changes if change.held]
    assert set() == {(held.rule, held.reason, held.remedy) for held in holds if held.rule} - said_so


def assert_swedish(finding: Finding) -> None:
    """Words are Swedish; all that programs read is as it was; wording it again changes nothing."""
    swedish = in_language(finding, SV)
    assert finding == replace(
        swedish, message=finding.message, remedy=finding.remedy, related=finding.related, variant=finding.variant
    )
    for text in (swedish.message, swedish.remedy, *(item.message for item in swedish.related)):
        assert [] == english_left(without_values(text, finding)), text
    assert swedish.message != finding.message
    assert [item.position for item in finding.related] == [item.position for item in swedish.related]
    assert swedish == in_language(swedish, SV)
    assert finding == in_language(finding, Language.EN)


def without_values(text: str, finding: Finding) -> str:
    """The text without the names and values that it takes over as they are, the longest first."""
    values = {str(value) for name, value in finding.params if (finding.rule, name) not in WORDS and value}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, " ")
    return text


def test_the_most_important_sentence_is_as_agreed() -> None:
    finding = in_language(irrevocable(28), SV)
    assert finding.message.startswith('Upp till 28 licenser av "Svenska 2" förbrukas för alltid')
    assert finding.remedy == "Skriv seatCap: 28 om det är avsikten."
    assert in_language(irrevocable(1), SV).message.startswith("Upp till 1 licens av")


def test_names_stay_as_they_are_even_where_they_are_words() -> None:
    finding = ALL["VPP502"].found(None, book="required", group="unknown", was="required", now="not assigned")
    assert in_language(finding, SV).message == (
        '"required" / "unknown" har ändrats utanför git: Obligatorisk → inte tilldelad.'
    )


def test_a_finding_that_was_read_from_a_file_stays_as_it_is() -> None:
    finding = replace(irrevocable(28), variant="", params=())
    assert finding is in_language(finding, SV)


def test_a_finding_of_a_rule_of_another_version_stays_as_it_is() -> None:
    finding = replace(irrevocable(28), rule="VPP999")
    assert finding is in_language(finding, SV)


def test_a_hold_speaks_as_its_finding_does() -> None:
    finding = irrevocable(28)
    held = replace(full_plan().changes[1], held=Hold(finding.rule, finding.message, finding.remedy))
    plan = plan_in_language(replace(full_plan(), findings=(finding,), changes=(held,)), SV)
    hold = plan.changes[0].held
    assert hold is not None
    assert (plan.findings[0].message, plan.findings[0].remedy) == (hold.reason, hold.remedy)
    assert "förbrukas för alltid" in hold.reason


def test_a_change_that_only_the_mode_holds_says_so() -> None:
    plan = plan_in_language(full_plan(), SV)
    assert "läget observe" in [change.held.reason for change in plan.changes if change.held and not change.held.rule]


def test_english_is_given_back_as_it_is() -> None:
    plan = full_plan()
    assert plan is plan_in_language(plan, Language.EN)
    assert ALL is rules_in(Language.EN)


# What reports look like


def test_drift_in_swedish_is_as_accepted(golden: Golden) -> None:
    say = phrases(SV)
    golden("drift-sv.txt", plain(drift_lines(full_plan(), several(), say)))
    golden("drift-sv.md", drift_markdown(full_plan(), several(), say))


def test_who_is_not_to_be_named_is_not_named_in_swedish_either() -> None:
    somebody = replace(several()[0], attribution=Attribution(HIDDEN, "2026-11-20T14:03:00Z", "assign"))
    assert "; en administratör, 2026-11-20T14:03:00Z" in plain(drift_lines(full_plan(), [somebody], phrases(SV)))


def test_a_receipt_in_swedish_is_as_accepted(golden: Golden) -> None:
    say = phrases(SV)
    golden("receipt-sv.txt", plain(receipt_lines(receipt(), change_names(full_plan(), say), say)))


def test_findings_in_swedish_count_in_words_of_their_own() -> None:
    three = [irrevocable(1), replace(irrevocable(2), severity="error"), irrevocable(3)]
    lines = plain(findings_lines(three, Totals(2, 0, 0), rules_in(SV), phrases(SV))).splitlines()
    assert lines[-1] == "1 fel, 2 spärrar i 2 filer"
    assert (
        plain(findings_lines((), Totals(1, 2, 1), rules_in(SV), phrases(SV))) == "ok: 1 fil, 2 böcker, 1 tilldelning\n"
    )


@pytest.mark.parametrize(("form", "name"), [("text", "example-sv.txt"), ("markdown", "example-sv.md")])
def test_the_plan_of_the_example_in_swedish_is_as_accepted(
    form: str, name: str, tmp_path: Path, golden: Golden
) -> None:
    told = example(tmp_path, "--language", "sv", "plan", str(EXAMPLE), "--format", form)
    golden(name, re.sub("sha256:[0-9a-f]{64}", "sha256:…", without_place(told.out)))


def test_the_plan_file_has_the_same_ids_numbers_and_changes_in_both_languages(tmp_path: Path) -> None:
    one, other = (
        json.loads(example(tmp_path / language, "--language", language, "plan", str(EXAMPLE), "--format", "json").out)
        for language in ("en", "sv")
    )
    assert one["findings"][0]["message"] != other["findings"][0]["message"]
    assert without_words(one) == without_words(other)


# Which language it is


def test_the_language_is_that_of_the_tenant(tmp_path: Path) -> None:
    tenant(tmp_path, "sv")
    assert "är ingen landskod" in call("validate", cwd=tmp_path).out
    assert "fel i 1 fil" in call("validate", cwd=tmp_path).out


def test_the_option_comes_before_the_language_of_the_tenant(tmp_path: Path) -> None:
    tenant(tmp_path, "sv")
    assert "is not a two-letter code" in call("--language", "en", "validate", cwd=tmp_path).out


def test_without_either_it_is_english(tmp_path: Path) -> None:
    tenant(tmp_path, None)
    assert "is not a two-letter code" in call("validate", cwd=tmp_path).out


def test_tenants_of_several_languages_are_told_of_in_english_together(tmp_path: Path) -> None:
    for language in ("sv", "en"):
        tenant(tmp_path / language, language)
    assert "is not a two-letter code" in call("validate", cwd=tmp_path).out
    assert "är ingen landskod" in call("validate", "sv", cwd=tmp_path).out


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit"])
def test_programs_get_the_same_findings_in_the_language_of_the_tenant(form: str, tmp_path: Path) -> None:
    tenant(tmp_path, "sv")
    told = call("validate", "--format", form, cwd=tmp_path)
    assert told.code == 1
    assert "VPP104" in told.out
    assert "är ingen landskod" in told.out


def test_a_rule_is_explained_in_swedish(tmp_path: Path) -> None:
    told = call("--language", "sv", "explain", "VPP401", cwd=tmp_path).out
    assert "VPP401 BOOK-LICENSE-IRREVOCABLE (spärr; plan)" in told
    assert "Varför: En licens" in told
    assert 'Upp till N licenser av "BOK" förbrukas för alltid av "GRUPP".' in told


def test_a_swedish_plan_is_applied_and_leaves_a_swedish_receipt(tmp_path: Path) -> None:
    planned = example(tmp_path, "--language", "sv", "plan", str(EXAMPLE), "--out", str(tmp_path / "plan.json"))
    assert planned.code == 1, planned.err
    applied = example(tmp_path, "--language", "sv", "apply", str(EXAMPLE), "--yes")
    assert "tillämpad" in applied.out
    assert "hålls tillbaka" in applied.out
    assert "liggare" in applied.err
    again = example(tmp_path, "--language", "sv", "plan", str(EXAMPLE))
    assert "Inga ändringar att skriva" in again.out


def irrevocable(seats: int) -> Finding:
    """The finding about seats that are used for good."""
    return ALL["VPP401"].found(None, "Svenska 2", book="Svenska 2", group="Klass 9A", seats=seats)


def tenant(folder: Path, language: str | None) -> None:
    """A tenant whose YAML has one error."""
    folder.mkdir(exist_ok=True)
    name = f"school-{language}"
    spoken = f", language: {language}" if language else ""
    (folder / "tenant.yaml").write_text(
        f"tenant: {{name: {name}, cloud: sandbox{spoken}}}\n"
        f"tokens: [{{name: a, organization: A, appleId: a@b.example, accountType: business, countryOrRegion: SWE}}]\n",
        "utf-8",
    )


def example(folder: Path, *arguments: str) -> Ended:
    """Calls a command on the example, with a tenant of its own."""
    folder.mkdir(exist_ok=True)
    env = {"RECONCILER_SANDBOX_STATE": str(folder / "t.sqlite"), "RECONCILER_LEDGER": f"dir:{folder / 'ledger'}"}
    return call(*arguments, cwd=folder, env=env)


def without_place(text: str) -> str:
    """The text without what depends on where the example lies and which commit it is."""
    text = re.sub(r"\.\./[^ :`]*desired-state", "desired-state", text.replace(str(EXAMPLE), "desired-state"))
    text = re.sub("commit [0-9a-f]{7,40}(, med ändringar som inte är incheckade)?", "commit …", text)
    return text.replace("ingen commit", "commit …")


def without_words(body: object) -> object:
    """A plan's JSON without the texts that are worded, and without the digest over them."""
    if isinstance(body, dict):
        worded = {"message", "remedy", "reason", "reasons", "digest"}
        return {key: without_words(value) for key, value in body.items() if key not in worded}
    return [without_words(item) for item in body] if isinstance(body, list) else body


@cache
def sources(*rooms: str) -> tuple[str, ...]:
    """The files of some rooms of the package, but for the tables of messages themselves."""
    files = [file for room in rooms for file in sorted((PACKAGE / room).rglob("*.py"))]
    return tuple(file.read_text("utf-8") for file in files if "messages/sv" not in file.as_posix())


@cache
def constants() -> str:
    """Every text in the code outside of the tables of messages."""
    trees = [ast.parse(source) for source in sources("")]
    texts = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return "\n".join(text for text in texts if isinstance(text, str))


def words_in(source: str) -> Iterator[tuple[str, str, str]]:
    """Rule, parameter and text wherever a finding is given a word: a name alone, a number or a value is none."""
    ids = {
        name: rule.id for module in catalogue_modules() for name, rule in vars(module).items() if isinstance(rule, Rule)
    }
    kept = {"variant", "severity", "related", "books", "tokens", "scope", "binding"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "found":
            rule = ids.get(node.func.value.id) if isinstance(node.func.value, ast.Name) else None
            for keyword in node.keywords if rule else ():
                if keyword.arg and keyword.arg not in kept:
                    yield from ((rule or "", keyword.arg, text) for text in words_of(keyword.value))


def words_of(value: ast.expr) -> Iterator[str]:
    """The texts with a letter that stand in an expression, but for those it only compares or looks up."""
    skipped = {id(inner) for node in ast.walk(value) for inner in looked_up(node)}
    for node in ast.walk(value):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in skipped else None
        if isinstance(text, str) and any(map(str.isalpha, text)) and not KEY.fullmatch(text):
            yield text


def looked_up(node: ast.AST) -> Iterable[ast.AST]:
    """What a comparison, a subscript or a call's arguments hold: no text that is said."""
    match node:
        case ast.Compare():
            return [inner for side in (node.left, *node.comparators) for inner in ast.walk(side)]
        case ast.Subscript():
            return ast.walk(node.slice)
        case ast.Call():
            return [inner for argument in node.args for inner in ast.walk(argument) if isinstance(inner, ast.Constant)]
        case _:
            return ()


def catalogue_modules() -> Iterator[ModuleType]:
    """The modules of the catalogue."""
    from reconciler.model import catalogue

    return (module for module in vars(catalogue).values() if isinstance(module, ModuleType))


def is_in_a_piece(word: str) -> bool:
    """Whether a text is a part of a piece, between two holes."""
    return any(word in piece.english for piece in every_piece())
