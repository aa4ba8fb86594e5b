"""The workflows of this repository and of a new one: what each job may do, and that its commands are real ones."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from reconciler.scaffold.answers import Answers
from reconciler.scaffold.files import files_of
from reconciler.scaffold.github import OF_THE_NEW_REPOSITORY, OF_THIS_REPOSITORY, workflows
from tests.cli.command import COMMAND, environment
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
    texts |= {page.name: "\n".join(re.findall(r"```\w+\n(.*?)```", page.read_text("utf-8"), re.S)) for page in PAGES}
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
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.S)
    assert blocks
    for block in blocks:
        assert isinstance(yaml.safe_load(block), dict)
        assert all(re.search(r"@([0-9a-f]{40} # v|COMMIT$)", line) for line in re.findall(r"uses:.*", block))


# What the steps do


def tool_folder(folder: Path) -> Path:
    """A folder with a `reconciler` that runs this one."""
    folder.mkdir()
    program = folder / "reconciler"
    program.write_text(f"#!/bin/sh\nexec {COMMAND[0]} -c '{COMMAND[2]}' \"$@\"\n", "utf-8")
    program.chmod(0o755)
    return folder


class Runner:
    """Runs steps of the new repository's workflows as GitHub's runners do, one after the other, in one clone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clone = folder, folder / "clone"
        self.tool = tool_folder(folder / "bin")
        self.summary = folder / "summary.md"
        for file in files_of(Answers(name="nordskolan"), "{}\n"):
            place = self.clone / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(file.content, "utf-8")
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder / "origin.git"), cwd=folder)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("remote", "add", "origin", str(folder / "origin.git"))

    def git(self, *arguments: str, cwd: Path | None = None) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@school.example")
        subprocess.run(["git", *who, *arguments], cwd=cwd or self.clone, env=environment(), check=True)

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def step(self, workflow: str, job: str, name: str, **env: str) -> tuple[int, dict[str, str], str]:
        """Runs a step; gives its exit code, its outputs, and what it printed."""
        body = yaml.safe_load(NEW[workflow])["jobs"][job]["steps"]
        script = next(step["run"] for step in body if step.get("name") == name)
        out = self.folder / "output"
        out.write_text("", "utf-8")
        known = {
            "PATH": f"{self.tool}{os.pathsep}{os.environ['PATH']}",
            "CI": "true",
            "GITHUB_OUTPUT": str(out),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "RECONCILER_LEDGER": "git:origin#reconciler-ledger",
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env={**environment(), **known, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        outputs = dict(line.partition("=")[::2] for line in out.read_text("utf-8").splitlines())
        return done.returncode, outputs, (done.stdout + done.stderr).decode("utf-8")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    if shutil.which("bash") is None or shutil.which("sha256sum") is None:
        pytest.skip("there is no bash with sha256sum here")
    made = Runner(tmp_path)
    books = made.clone / "desired-state/books/norrskolan.yaml"
    text = books.read_text("utf-8")
    books.write_text(text.replace("seatCap: 13", "seatCap: 12"), "utf-8")
    made.commit("begin")
    made.git("push", "--quiet", "origin", "main")
    made.git("switch", "--quiet", "--create", "change")
    books.write_text(text, "utf-8")
    made.commit("let all of 9B have it")
    return made


def planned(runner: Runner) -> tuple[dict[str, str], str]:
    """The plan of the pull request, as an artifact where the job that applies finds it: its outputs and its name."""
    code, listed, told = runner.step(
        "plan.yml", "check", "List the tenants that the pull request touches", GITHUB_BASE_REF="main"
    )
    assert 0 == code, told
    (entry,) = json.loads(listed["tenants"])["include"]
    code, outputs, told = runner.step(
        "plan.yml", "plan", "Plan", TENANT=entry["tenant"], TENANT_PATH=entry["path"], GITHUB_BASE_REF="main"
    )
    assert 0 == code, told
    kept = runner.folder / "temp/plans" / f"plan-{outputs['key']}"
    kept.mkdir(parents=True)
    for name in ("plan.json", "plan.json.sha256"):
        shutil.move(runner.clone / name, kept / name)
    return entry, outputs["key"]


def test_what_the_pull_request_planned_is_applied_after_the_merge(runner: Runner) -> None:
    entry, _ = planned(runner)
    assert {"tenant": "nordskolan", "path": "desired-state"} == entry
    assert "Matematik 9" in runner.summary.read_text("utf-8")
    runner.git("switch", "--quiet", "main")
    runner.git("merge", "--quiet", "--ff-only", "change")
    code, _, told = runner.step("apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 0 == code, told
    heads = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "reconciler-ledger"],
        cwd=runner.folder / "origin.git",
        capture_output=True,
        check=True,
        text=True,
    )
    assert ["nordskolan/00000001-intent.json", "nordskolan/00000002-receipt.json"] == heads.stdout.split()
    code, outputs, told = runner.step("drift.yml", "drift", "Look", TENANT="nordskolan", TENANT_PATH="desired-state")
    assert (0, 16) == (code, len(outputs["key"])), told


def test_a_plan_that_main_no_longer_says_is_refused(runner: Runner) -> None:
    planned(runner)
    runner.git("switch", "--quiet", "main")
    code, _, told = runner.step("apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 3 == code, told


def test_a_plan_that_is_not_there_or_was_changed_on_the_way_is_refused(runner: Runner) -> None:
    _, key = planned(runner)
    code, _, told = runner.step("apply.yml", "apply", "Apply", TENANT="sydskolan")
    assert 3 == code and "left no plan" in told
    file = runner.folder / "temp/plans" / f"plan-{key}" / "plan.json"
    file.write_bytes(file.read_bytes() + b" ")
    code, _, told = runner.step("apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 1 == code and "FAILED" in told


def test_by_hand_the_plan_of_main_is_made_anew(runner: Runner) -> None:
    if shutil.which("jq") is None:
        pytest.skip("there is no jq here")
    code, outputs, told = runner.step("apply.yml", "anew", "Plan", TENANT_PATH="desired-state")
    assert 0 == code, told
    assert [{"tenant": "nordskolan", "path": "desired-state"}] == json.loads(outputs["tenants"])["include"]
    shutil.move(runner.clone / "plans", runner.folder / "temp/plans")
    code, _, told = runner.step("apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 0 == code, told


def test_a_renewal_does_not_carry_other_changes_along(runner: Runner) -> None:
    if shutil.which("jq") is None:
        pytest.skip("there is no jq here")
    name = "Plan with the content tokens, and apply what are renewals alone"
    code, _, told = runner.step("apply.yml", "renew", name, TENANT_PATH="desired-state")
    assert 3 == code and "other changes" in told
    assert not list((runner.folder / "origin.git/refs/heads").glob("reconciler-ledger"))


def test_tokens_that_run_out_soon_fail_their_job(runner: Runner) -> None:
    asked = {"TENANT": "nordskolan", "TENANT_PATH": "desired-state"}
    code, _, told = runner.step("tokens.yml", "tokens", "Look", **asked)
    assert 0 == code, told
    code, _, told = runner.step("tokens.yml", "tokens", "Look", **asked, RECONCILER_NOW="2027-05-30T12:00:00Z")
    assert 1 == code and "VPP110" in told


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


def test_the_action_hands_its_inputs_over_as_variables() -> None:
    action = read(ROOT / "action.yml")
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])
