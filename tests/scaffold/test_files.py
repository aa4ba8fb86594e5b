"""The files of a new repository, made of answers."""

from reconciler.model.entities import Cloud, Language
from reconciler.scaffold.answers import Answers
from reconciler.scaffold.files import files_of
from reconciler.scaffold.github import OF_THE_NEW_REPOSITORY, OF_THIS_REPOSITORY, workflows

REAL = Answers(name="norr", cloud=Cloud.GLOBAL, tenant_id="8f0c0000-0000-0000-0000-000000000000")


def test_files_come_in_order_and_each_once() -> None:
    paths = [file.path for file in files_of(Answers(name="a"), "{}\n")]
    assert sorted(set(paths)) == paths


def test_every_file_ends_with_one_line_end_and_has_no_blank_at_the_end_of_a_line() -> None:
    for answers in (Answers(name="a"), REAL):
        for file in files_of(answers, "{}\n"):
            assert file.content.endswith("\n") and not file.content.endswith("\n\n"), file.path
            assert [] == [line for line in file.content.splitlines() if line != line.rstrip()], file.path


def test_the_schema_is_the_one_that_is_given() -> None:
    given = {file.path: file.content for file in files_of(REAL, "the schema\n")}
    assert "the schema\n" == given["schemas/desired-state.schema.json"]


def test_a_real_tenant_gets_no_book_of_the_example() -> None:
    for file in files_of(REAL, "{}\n"):
        if file.path.startswith("desired-state/") and not file.path.endswith("tenant.yaml"):
            assert all(line.startswith("#") or not line for line in file.content.splitlines()), file.path


def test_the_readme_is_in_the_language_of_the_tenant() -> None:
    for language, word in ((Language.EN, "Every day"), (Language.SV, "Varje dag")):
        made = {file.path: file.content for file in files_of(Answers(name="a", language=language), "{}\n")}
        assert word in made["README.md"]


def test_only_this_repository_asks_a_variable_before_it_touches_a_tenant() -> None:
    here, new = workflows(OF_THIS_REPOSITORY), workflows(OF_THE_NEW_REPOSITORY)
    assert here.keys() == new.keys()
    for name in ("apply.yml", "drift.yml", "tokens.yml"):
        assert "vars.RECONCILER_APPLY ==" in here[name]
    assert all("vars.RECONCILER_APPLY ==" not in text for text in new.values())
    assert all("requirements.txt" in text and "scripts/setup" not in text for text in new.values())
