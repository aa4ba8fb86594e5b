"""The workflows of this repository and of a new one: what each job may do, and that its commands are real ones."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from reconciler.scaffold.answers import Answers
from reconciler.scaffold.files import files_of
from reconciler.scaffold.github import OF_THE_NEW_REPOSITORY, OF_THIS_REPOSITORY, workflows
from tests.pipelines import calls, read, steps, wrong

ROOT = Path(__file__).parents[1]
HERE = ROOT / ".github/workflows"
OURS = sorted(HERE.glob("*.yml"))
PAGES = [ROOT / "docs/fleet.md", ROOT / "docs/reference/pipelines-github.md"]
NEW = workflows(OF_THE_NEW_REPOSITORY)
ALL = {**{f"new/{name}": text for name, text in NEW.items()}, **{f"ours/{p.name}": p.read_text("utf-8") for p in OURS}}
CONFINED = {name: text for name, text in ALL.items() if name != "ours/ci.yml"}
WRITING = {
    "apply/apply": {"contents", "id-token"},
    "apply/anew": {"id-token"},
    "apply/renew": {"contents", "id-token"},
    "drift/drift": {"id-token"},
    "drift/issue": {"issues"},
    "plan/plan": {"id-token"},
    "plan/comment": {"pull-requests"},
    "release/attest": {"attestations", "id-token"},
    "release/publish": {"id-token"},
    "release/announce": {"contents"},
    "tokens/tokens": {"id-token"},
}
every = pytest.mark.parametrize("name", sorted(ALL))
confined = pytest.mark.parametrize("name", sorted(CONFINED))


def loaded(name: str) -> dict[Any, Any]:
    found = yaml.safe_load(ALL[name])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", sorted(NEW))
def test_the_workflows_here_are_made_from_the_templates_of_a_new_repository(name: str, accept: bool) -> None:
    expected = workflows(OF_THIS_REPOSITORY)[name]
    if accept:
        (HERE / name).write_text(expected, "utf-8")
    assert expected == (HERE / name).read_text("utf-8")


def test_all_workflows_of_the_contract_are_there() -> None:
    assert {"plan", "apply", "drift", "tokens", "ci", "release"} <= {path.stem for path in OURS}
    assert {"plan.yml", "apply.yml", "drift.yml"} <= NEW.keys()


def blocks(page: Path) -> list[str]:
    """The YAML in a page."""
    return re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


@every
def test_actions_are_pinned_by_commit_and_say_their_version(name: str) -> None:
    used = re.findall(r"uses:.*", ALL[name])
    assert used
    for line in used:
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


@every
def test_nothing_runs_with_the_rights_of_the_base_for_somebody_elses_pull_request(name: str) -> None:
    triggers = loaded(name)[True]
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers)


@every
def test_no_expression_reaches_the_shell(name: str) -> None:
    assert [] == [step.run for step in steps(loaded(name)) if "${{" in step.run]


@every
def test_no_checkout_leaves_credentials_on_the_disk(name: str) -> None:
    found = [step.body for step in steps(loaded(name)) if "actions/checkout" in str(step.body.get("uses"))]
    assert all(one["with"]["persist-credentials"] is False for one in found)


@confined
def test_every_job_may_do_what_it_needs_and_ends_in_time(name: str) -> None:
    workflow, stem = loaded(name), name.partition("/")[2].removesuffix(".yml")
    assert {} == workflow["permissions"]
    for job, body in workflow["jobs"].items():
        writing = {scope for scope, access in body["permissions"].items() if access == "write"}
        assert WRITING.get(f"{stem}/{job}", set()) == writing, job
        assert {"read", "write"} >= set(body["permissions"].values())
        assert 0 < body["timeout-minutes"] <= 60
        assert "concurrency" in workflow or "concurrency" in body


@pytest.mark.parametrize("name", ["new/plan.yml", "ours/plan.yml"])
def test_the_job_that_plans_has_no_content_token_and_forks_get_the_check_alone(name: str) -> None:
    workflow = loaded(name)
    assert "secrets." not in ALL[name]
    assert "head.repo.full_name == github.repository" in workflow["jobs"]["plan"]["if"]
    assert "plan" == workflow["jobs"]["comment"]["needs"]
    assert ["check"] == [job for job, body in workflow["jobs"].items() if "if" not in body]
    assert {"contents": "read"} == workflow["jobs"]["check"]["permissions"]


@pytest.mark.parametrize("name", ["new/plan.yml", "ours/plan.yml"])
def test_the_job_that_comments_runs_nothing_of_the_pull_request(name: str) -> None:
    checkouts = [
        step.body["with"]
        for step in steps(loaded(name))
        if step.job == "comment" and "checkout" in str(step.body.get("uses"))
    ]
    assert ["${{ github.event.pull_request.base.sha }}"] == [one["ref"] for one in checkouts]


@pytest.mark.parametrize("name", ["new/apply.yml", "ours/apply.yml"])
def test_whoever_may_write_to_a_tenant_waits_for_the_environment(name: str) -> None:
    jobs = loaded(name)["jobs"]
    writers = {job for job, body in jobs.items() if "RECONCILER_APPLY_CLIENT_ID" in str(body)}
    assert {"apply", "renew"} == writers
    assert all(jobs[job]["environment"] == "apply" for job in writers)
    assert all(jobs[job]["concurrency"]["cancel-in-progress"] is False for job in writers)


@every
def test_every_call_in_a_workflow_is_one_that_the_command_line_takes(name: str) -> None:
    made = [call for step in steps(loaded(name)) for call in calls(step.run)]
    assert made or name in ("ours/ci.yml", "ours/release.yml")
    assert [] == [problem for call in made if (problem := wrong(*call))]


def test_every_call_in_the_other_pipelines_and_pages_is_one_that_the_command_line_takes() -> None:
    files = files_of(Answers(name="school"), "{}\n")
    texts = {file.path: file.content for file in files if file.path.endswith("pipelines.yml") or "gitlab" in file.path}
    texts |= {page.name: "\n".join(blocks(page)) for page in PAGES}
    for path, text in texts.items():
        made = list(calls(text))
        assert made or path == "pipelines-github.md"
        assert [] == [problem for call in made if (problem := wrong(*call))], path


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        (1, "reconciler plan --format yaml"),
        (1, "reconciler drift --out x.json"),
        (1, "find . | xargs -n 1 reconciler comment --isue"),
        (0, 'reconciler plan --tenant="$T" --out p.json \\\n  -- "$P" > x || status=$?'),
        (0, 'x="$(reconciler tenants --shard "$I/$N")" || true'),
        (0, "find . | xargs -r -n 1 reconciler comment --issue"),
    ],
)
def test_a_call_that_the_command_line_would_refuse_is_seen(bad: int, text: str) -> None:
    made = list(calls(text))
    assert 1 == len(made)
    assert bad == len([problem for call in made if (problem := wrong(*call))])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_in_the_pages_are_yaml_and_pin_what_they_use(page: Path) -> None:
    assert blocks(page)
    for block in blocks(page):
        assert isinstance(yaml.safe_load(block), dict)
        assert all(re.search(r"@([0-9a-f]{40} # v|COMMIT$)", line) for line in re.findall(r"uses:.*", block))


# Linters, where they are


def run_linter(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def program(name: str) -> str:
    """The path of a program beside this Python or in PATH."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The workflows of a new repository, in files."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for name, text in NEW.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_zizmor_finds_nothing_when_it_is_pedantic(written: Path) -> None:
    linter = program("zizmor")
    assert "" == run_linter(linter, "--offline", "--persona", "pedantic", str(HERE), str(ROOT / "action.yml"))
    assert "" == run_linter(linter, "--offline", "--persona", "pedantic", str(written))


def test_actionlint_finds_nothing(written: Path) -> None:
    linter = program("actionlint")
    assert "" == run_linter(linter, *map(str, OURS), *(str(path) for path in sorted(written.glob("*.yml"))))


@every
def test_shellcheck_finds_nothing(name: str) -> None:
    linter = program("shellcheck")
    for step in steps(loaded(name)):
        done = subprocess.run([linter, "-s", "bash", "-"], input=step.run, capture_output=True, text=True, check=False)
        assert "" == done.stdout, step.body.get("name")


def test_the_container_gets_every_file_that_the_package_is_built_from() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = build["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = [build["project"]["readme"], *build["project"]["license-files"], *wheel["packages"]]
    text = (ROOT / "Containerfile").read_text("utf-8")
    copied = {word for line in re.findall(r"^COPY (?!--)(.*)$", text, re.MULTILINE) for word in line.split()}
    assert set(named) | wheel.get("force-include", {}).keys() <= copied


def test_the_action_hands_its_inputs_over_as_variables() -> None:
    action = read(ROOT / "action.yml")
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])
