"""`init`: a repository that works at once, whole or not at all."""

import json
import os
import pty
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml

from reconciler.cli.initialising import write_new
from reconciler.cli.installed import requirement_from
from reconciler.model.errors import UsageError
from reconciler.scaffold.files import NewFile
from tests.cli.command import COMMAND, Ended, call, environment

ROOT = Path(__file__).parents[2]
GUID = "8f0c0000-0000-0000-0000-000000000000"
ALWAYS = {
    ".editorconfig",
    ".github/workflows/apply.yml",
    ".github/workflows/drift.yml",
    ".github/workflows/plan.yml",
    ".github/workflows/tokens.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "CODEOWNERS",
    "README.md",
    "desired-state/groups.yaml",
    "desired-state/tenant.yaml",
    "desired-state/tokens.yaml",
    "requirements.txt",
    "schemas/desired-state.schema.json",
}


def init(folder: Path, *arguments: str) -> Ended:
    return call("init", str(folder), *arguments, cwd=folder.parent)


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = tmp_path / "nordskolan"
    ended = init(folder)
    assert 0 == ended.code, ended.err
    return folder


def test_a_new_repository_holds_everything_to_begin_with(new: Path) -> None:
    others = {".gitlab-ci.yml", "azure-pipelines.yml", "desired-state/books/norrskolan.yaml"}
    assert ALWAYS | others == written(new).keys()


def test_it_is_valid_and_planned_at_once_and_offline(new: Path) -> None:
    assert 0 == call("validate", cwd=new).code
    ended = call("plan", "--format", "json", cwd=new)
    assert 0 == ended.code, ended.err
    plan = json.loads(ended.out)
    assert ("nordskolan", 1, 0, "changes") == (
        plan["tenant"]["name"],
        plan["summary"]["create"],
        plan["summary"]["held"],
        plan["summary"]["verdict"],
    )


def test_it_can_be_applied_and_is_then_as_git_says(new: Path) -> None:
    assert 0 == call("apply", "desired-state", "--yes", cwd=new).code
    assert 0 == call("plan", "--detailed-exitcode", cwd=new).code


def test_git_leaves_what_a_run_leaves_behind_alone(new: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=new, env=environment(), check=True)
    assert 0 == call("plan", "--out", "plan.json", cwd=new).code
    asked = ["git", "status", "--porcelain", "--untracked-files=all"]
    told = subprocess.run(asked, cwd=new, env=environment(), capture_output=True, check=True, text=True).stdout
    assert ".reconciler" not in told and "plan.json" not in told
    assert len(written(new)) > len(told.splitlines()) >= 19


def test_equal_answers_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert 0 == init(tmp_path / name / "nordskolan", "--owner", "@school/it").code
    assert written(tmp_path / "a/nordskolan") == written(tmp_path / "b/nordskolan")


def test_nothing_is_overwritten_and_then_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    ended = init(folder)
    assert 64 == ended.code and "README.md" in ended.err
    assert {"README.md": b"mine"} == written(folder)


def test_a_second_time_it_refuses(new: Path) -> None:
    before = written(new)
    assert 64 == init(new).code
    assert before == written(new)


def test_a_folder_with_other_things_in_it_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    (folder / ".git").mkdir(parents=True)
    (folder / "LICENSE").write_text("mine")
    assert 0 == init(folder).code
    assert "mine" == (folder / "LICENSE").read_text()


@pytest.mark.parametrize("way", ["schemas", "desired-state/books"])
def test_a_file_where_a_folder_is_needed_stops_it_before_anything(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "school"
    (folder / way).parent.mkdir(parents=True)
    (folder / way).write_text("mine")
    assert 64 == init(folder).code
    assert {way: b"mine"} == written(folder)


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    folder, other = tmp_path / "school", tmp_path / "other"
    other.mkdir()
    folder.mkdir()
    (folder / "schemas").symlink_to(other)
    assert 64 == init(folder).code
    (folder / "schemas").unlink()
    (folder / "README.md").symlink_to(other / "nothing")
    assert 64 == init(folder).code
    assert {} == written(other)


def test_a_file_as_dir_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert 64 == init(tmp_path / "file").code
    assert "mine" == (tmp_path / "file").read_text()


def test_what_was_written_before_a_failure_is_gone_again(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / "kept").write_text("mine")
    files = (NewFile("a/b/one.txt", "1"), NewFile("two.txt", "2"), NewFile("two.txt", "again"))
    with pytest.raises(UsageError):
        write_new(folder, files)
    assert ["kept"] == [path.name for path in folder.iterdir()]
    with pytest.raises(UsageError):
        write_new(tmp_path / "new/school", files)
    assert ["school"] == [path.name for path in tmp_path.iterdir()]


def test_a_real_tenant_begins_with_notes_and_no_books(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    assert (
        0 == init(folder, "--name", "norr", "--cloud", "global", "--tenant-id", GUID.upper(), "--language", "sv").code
    )
    tenant = yaml.safe_load((folder / "desired-state/tenant.yaml").read_text("utf-8"))["tenant"]
    assert {"name": "norr", "tenantId": GUID, "cloud": "global", "mode": "additive", "language": "sv"} == tenant
    assert "ok: 4 filer" in call("validate", cwd=folder).out
    assert "Varje dag" in (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("cloud", "audience"), [("china", "api://AzureADTokenExchangeChina"), ("global", "api://AzureADTokenExchange")]
)
def test_the_pipeline_signs_in_to_the_cloud_of_the_tenant(tmp_path: Path, cloud: str, audience: str) -> None:
    folder = tmp_path / "school"
    assert 0 == init(folder, "--cloud", cloud, "--tenant-id", GUID).code
    gitlab = yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))
    assert audience == gitlab[".sign-in"]["id_tokens"]["GITLAB_OIDC_TOKEN"]["aud"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--cloud", "global"),
        ("--cloud", "global", "--tenant-id", "nordskolan"),
        ("--name", " "),
        ("--name", "a\nb"),
        ("--name", "x" * 1025),
        ("--owner", "me\n* @evil"),
        ("--pipeline", "jenkins"),
        ("--cloud", "moon"),
    ],
)
def test_an_answer_that_cannot_be_is_wrong_usage_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    folder = tmp_path / "school"
    assert 64 == init(folder, *arguments).code
    assert not folder.exists()


@pytest.mark.parametrize(
    "name", ["no", "1e3", "a: b", "#1", "'q'", '"q"', "2026-08-14", "räv-skolan", "{x}", "-", "@@cloud@@"]
)
def test_a_name_stays_what_it_is_in_the_yaml(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "school"
    assert 0 == init(folder, f"--name={name}").code
    assert 0 == call("validate", cwd=folder).code
    assert name == json.loads(call("tenants", "--format", "json", cwd=folder).out)["tenants"][0]["name"]


@pytest.mark.parametrize(
    ("expected", "chosen"),
    [
        (set[str](), ["github"]),
        (set[str](), ["none"]),
        ({".gitlab-ci.yml"}, ["gitlab"]),
        ({"azure-pipelines.yml"}, ["github", "azure"]),
        ({".gitlab-ci.yml", "azure-pipelines.yml"}, ["all"]),
    ],
)
def test_pipelines_are_chosen_and_githubs_are_always_there(
    tmp_path: Path, expected: set[str], chosen: list[str]
) -> None:
    folder = tmp_path / "school"
    assert 0 == init(folder, *(f"--pipeline={name}" for name in chosen)).code
    there = written(folder).keys()
    assert expected == there & {".gitlab-ci.yml", "azure-pipelines.yml"}
    assert there >= ALWAYS


def test_pipelines_and_editor_settings_can_be_read_by_what_reads_them(new: Path) -> None:
    for path in (".gitlab-ci.yml", "azure-pipelines.yml", ".pre-commit-config.yaml"):
        assert isinstance(yaml.safe_load((new / path).read_text("utf-8")), dict)
    settings = json.loads((new / ".vscode/settings.json").read_text("utf-8"))
    (schema,) = settings["yaml.schemas"]
    assert (new / schema).read_bytes() == (ROOT / "schemas/desired-state.schema.json").read_bytes()


def test_the_yaml_fits_the_schema_beside_it(new: Path) -> None:
    schema = json.loads((new / "schemas/desired-state.schema.json").read_text("utf-8"))
    for path in (new / "desired-state").rglob("*.yaml"):
        text = path.read_text("utf-8")
        jsonschema.validate(yaml.safe_load(text), schema)
        named = text.partition("$schema=")[2].partition("\n")[0]
        assert (new / "schemas/desired-state.schema.json") == (path.parent / named).resolve()


def test_owners_stand_where_a_review_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    assert 0 == init(folder, "--owner", "@school/it", "--owner", "kim@school.example").code
    lines = [line for line in (folder / "CODEOWNERS").read_text().splitlines() if line and not line.startswith("#")]
    assert "*  @school/it kim@school.example" == lines[0]
    assert any(line.startswith("/.github/ ") for line in lines)


def test_no_place_of_a_template_is_left_open(new: Path) -> None:
    assert [] == [path for path, content in written(new).items() if b"@@" in content]


def test_the_answers_can_be_given_at_a_terminal(tmp_path: Path) -> None:
    above, below = pty.openpty()
    env = {**environment(), "TERM": "dumb"}
    try:
        started = subprocess.Popen(
            [*COMMAND, "init", "school"], cwd=tmp_path, env=env, stdin=below, stdout=subprocess.PIPE, stderr=below
        )
        os.write(above, f"norr\nglobal\n{GUID}\n".encode())
        out, _ = started.communicate(timeout=60)
    finally:
        os.close(below)
        os.close(above)
    assert 0 == started.returncode
    tenant = yaml.safe_load((tmp_path / "school/desired-state/tenant.yaml").read_text("utf-8"))["tenant"]
    assert ("norr", "global", GUID) == (tenant["name"], tenant["cloud"], tenant["tenantId"])
    assert b"reconciler import" in out


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("expected", "origin"),
    [
        (
            f"reconciler @ git+https://git.example/it/reconciler@{COMMIT}",
            {"url": "https://git.example/it/reconciler", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        ),
        (None, {"url": "file:///somewhere", "dir_info": {"editable": True}}),
        (None, {"url": "file:///somewhere", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}),
        (None, {"url": "https://me:secret@git.example/r", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}),
        (None, {"url": "https://git.example/r", "vcs_info": {"vcs": "git", "commit_id": "main"}}),
        (None, {"url": "https://git.example/r x", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}),
        (None, {"url": "https://git.example/r.whl", "archive_info": {}}),
    ],
)
def test_pipelines_install_what_is_installed_here_where_that_is_known(
    expected: str | None, origin: dict[str, object]
) -> None:
    assert expected == requirement_from(origin)


def test_the_name_alone_is_never_installed(new: Path) -> None:
    lines = [line for line in (new / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(" @ git+" in line for line in lines)
