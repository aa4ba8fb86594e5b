"""What the steps of the pipelines do, run one after the other against the sandbox: GitHub, GitLab, Azure DevOps."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from reconciler.ledger.git_remote import find_remote
from reconciler.scaffold.answers import Answers
from reconciler.scaffold.files import files_of
from reconciler.scaffold.github import OF_THE_NEW_REPOSITORY, workflows
from tests.cli.command import environment
from tests.runner import Ran, Runner

ROOT = Path(__file__).parents[1]
GITHUB = {name: yaml.safe_load(text) for name, text in workflows(OF_THE_NEW_REPOSITORY).items()}
FILES = {file.path: file.content for file in files_of(Answers(name="a"), "{}\n")}
GITLAB = yaml.safe_load(FILES[".gitlab-ci.yml"])
AZURE = yaml.safe_load(FILES["azure-pipelines.yml"])
LISTING = "List the tenants that the pull request touches"
RENEW = "Plan with the content tokens, and apply what are renewals alone"
RECORDS = ["nordskolan/00000001-intent.json", "nordskolan/00000002-receipt.json"]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    needed("bash", "sha256sum", "xargs")
    return Runner(tmp_path)


def needed(*programs: str) -> None:
    for name in programs:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")


def step(runner: Runner, workflow: str, job: str, name: str, **env: str) -> Ran:
    """Runs a step of GitHub's."""
    script = next(one["run"] for one in GITHUB[workflow]["jobs"][job]["steps"] if one.get("name") == name)
    return runner.shell(script, **env)


# GitHub


def planned(runner: Runner) -> Path:
    """The plan of the pull request, as an artifact, where the job that applies finds it."""
    listed = step(runner, "plan.yml", "check", LISTING, GITHUB_BASE_REF="main")
    assert 0 == listed.code, listed.told
    assert [{"tenant": "nordskolan", "path": "desired-state"}] == json.loads(listed.outputs["tenants"])["include"]
    asked = {"TENANT": "nordskolan", "TENANT_PATH": "desired-state", "GITHUB_BASE_REF": "main"}
    ran = step(runner, "plan.yml", "plan", "Plan", **asked)
    assert 0 == ran.code, ran.told
    kept = runner.folder / "temp/plans" / f"plan-{ran.outputs['key']}"
    kept.mkdir(parents=True)
    for name in ("plan.json", "plan.json.sha256"):
        shutil.move(runner.clone / name, kept / name)
    return kept / "plan.json"


def test_what_the_pull_request_planned_is_applied_after_the_merge(runner: Runner) -> None:
    planned(runner)
    assert "Matematik 9" in runner.summary.read_text("utf-8")
    runner.merge()
    ran = step(runner, "apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 0 == ran.code, ran.told
    assert RECORDS == runner.records()
    looked = step(runner, "drift.yml", "drift", "Look", TENANT="nordskolan", TENANT_PATH="desired-state")
    assert (0, 16) == (looked.code, len(looked.outputs["key"])), looked.told
    assert [] == json.loads((runner.clone / "drift.json").read_bytes())["drift"]


def test_a_pull_request_with_errors_in_its_yaml_tells_them_and_keeps_no_plan(runner: Runner) -> None:
    runner.write("desired-state/more.yaml", "books: 1\n")
    checked = step(runner, "plan.yml", "check", "Check")
    assert 1 == checked.code and "::error file=desired-state/more.yaml,line=1" in checked.told
    assert "VPP001" in runner.summary.read_text("utf-8")
    asked = {"TENANT": "nordskolan", "TENANT_PATH": "desired-state", "GITHUB_BASE_REF": "main"}
    assert 1 == step(runner, "plan.yml", "plan", "Plan", **asked).code
    assert not (runner.clone / "plan.json").exists()


def test_a_plan_that_main_does_not_say_is_refused(runner: Runner) -> None:
    planned(runner)
    runner.git("switch", "--quiet", "main")
    ran = step(runner, "apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 3 == ran.code, ran.told
    assert [] == runner.records()


def test_a_plan_that_is_not_there_or_was_changed_on_the_way_is_refused(runner: Runner) -> None:
    file = planned(runner)
    runner.merge()
    ran = step(runner, "apply.yml", "apply", "Apply", TENANT="sydskolan")
    assert 3 == ran.code and "left no plan" in ran.told
    file.write_bytes(file.read_bytes() + b" ")
    ran = step(runner, "apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 1 == ran.code and "FAILED" in ran.told
    assert [] == runner.records()


def test_by_hand_the_plan_of_main_is_made_anew(runner: Runner) -> None:
    needed("jq")
    runner.merge()
    ran = step(runner, "apply.yml", "anew", "Plan", TENANT_PATH="desired-state")
    assert 0 == ran.code, ran.told
    assert [{"tenant": "nordskolan", "path": "desired-state"}] == json.loads(ran.outputs["tenants"])["include"]
    (runner.folder / "temp").mkdir()
    shutil.move(runner.clone / "plans", runner.folder / "temp/plans")
    ran = step(runner, "apply.yml", "apply", "Apply", TENANT="nordskolan")
    assert 0 == ran.code, ran.told
    assert RECORDS == runner.records()


def test_by_hand_the_folder_has_to_mean_one_tenant(runner: Runner) -> None:
    needed("jq")
    runner.write("other/tenant.yaml", "tenant: {name: other, cloud: sandbox}\n")
    ran = step(runner, "apply.yml", "anew", "Plan", TENANT_PATH=".")
    assert 0 != ran.code and "tenants" not in ran.outputs
    assert [] == list((runner.clone / "plans").rglob("plan.json"))


GH = """\
#!/bin/sh
# What stands in for GitHub's own program: answers from files, narrowed by the filter that is given last.
folder="$(dirname "$0")"
for last; do :; done
case "$1 $2" in
  "api "*) exec jq -r "$last" "$folder/pulls.json" ;;
  "run list") exec jq -r "$last" "$folder/runs.json" ;;
  "run download") test "$3" = 12 && cp -r "$folder/artifacts/." "$last" ;;
  *) exit 1 ;;
esac
"""
MERGED = {"merged_at": "2026-11-22T10:00:00Z", "merge_commit_sha": "c1", "head": {"sha": "h1"}}
RUN = {"databaseId": 12, "status": "completed"}
FETCH = "Fetch the last plan of the pull request"


def fetched(runner: Runner, pulls: list[dict[str, Any]], runs: list[dict[str, Any]]) -> Ran:
    """Runs the step that looks for the reviewed plan, with what GitHub would answer."""
    needed("jq")
    place = runner.folder / "bin"
    (place / "pulls.json").write_text(json.dumps(pulls))
    (place / "runs.json").write_text(json.dumps(runs))
    (place / "gh").write_text(GH)
    (place / "gh").chmod(0o755)
    return step(runner, "apply.yml", "reviewed", FETCH, GITHUB_SHA="c1", GITHUB_REPOSITORY="it/books")


def test_the_plan_that_was_reviewed_is_found_and_shown_before_anybody_approves(runner: Runner) -> None:
    artifact = planned(runner).parent
    shutil.copytree(artifact, runner.folder / "bin/artifacts" / artifact.name)
    other = {**MERGED, "merge_commit_sha": "c2", "head": {"sha": "h2"}}
    runner.summary.unlink()
    ran = fetched(runner, [other, MERGED], [{"databaseId": 13, "status": "in_progress"}, RUN])
    assert 0 == ran.code, ran.told
    assert (artifact / "plan.json").read_bytes() == (runner.clone / "plans" / artifact.name / "plan.json").read_bytes()
    assert 1 <= runner.summary.read_text("utf-8").count("Matematik 9")


@pytest.mark.parametrize(
    ("said", "pulls", "runs"),
    [
        ("No pull request was merged", [], [RUN]),
        ("No pull request was merged", [{**MERGED, "merged_at": None}], [RUN]),
        ("No pull request was merged", [{**MERGED, "merge_commit_sha": "c2"}], [RUN]),
        ("No plan of h1", [MERGED], []),
        ("No plan of h1", [MERGED], [{**RUN, "status": "in_progress"}]),
        ("are gone", [MERGED], [{**RUN, "databaseId": 11}]),
    ],
)
def test_without_the_reviewed_plan_nothing_is_applied(
    runner: Runner, said: str, pulls: list[dict[str, Any]], runs: list[dict[str, Any]]
) -> None:
    ran = fetched(runner, pulls, runs)
    assert 3 == ran.code and said in ran.told


def test_a_renewal_does_not_carry_other_changes_along(runner: Runner) -> None:
    needed("jq")
    runner.merge()
    ran = step(runner, "apply.yml", "renew", RENEW, TENANT_PATH="desired-state")
    assert 3 == ran.code and "other changes" in ran.told
    assert [] == runner.records()


def test_tokens_that_run_out_soon_fail_their_job(runner: Runner) -> None:
    runner.merge()
    asked = {"TENANT": "nordskolan", "TENANT_PATH": "desired-state"}
    ran = step(runner, "tokens.yml", "tokens", "Look", **asked)
    assert 0 == ran.code, ran.told
    ran = step(runner, "tokens.yml", "tokens", "Look", **asked, RECONCILER_NOW="2027-05-30T12:00:00Z")
    assert 1 == ran.code and "VPP110" in ran.told


@pytest.mark.parametrize(
    ("code", "path", "said"),
    [(1, "desired-state", "VPP001"), (64, "elsewhere", "elsewhere")],
)
def test_tokens_that_nobody_looked_at_are_not_said_to_last(runner: Runner, code: int, path: str, said: str) -> None:
    asked = {"TENANT": "nordskolan", "TENANT_PATH": "desired-state"}
    assert 0 == step(runner, "tokens.yml", "tokens", "Look", **asked).code
    runner.write("desired-state/more.yaml", "books: 1\n")
    ran = step(runner, "tokens.yml", "tokens", "Look", **{**asked, "TENANT_PATH": path})
    assert code == ran.code and said in ran.told
    assert "was not looked at" in ran.told and "No token runs out soon" not in ran.told


@pytest.mark.parametrize(("workflow", "job", "name"), [("plan.yml", "plan", "Plan"), ("apply.yml", "apply", "Apply")])
def test_git_asks_for_the_access_token_of_the_job_and_of_no_other_host(
    tmp_path: Path, workflow: str, job: str, name: str
) -> None:
    told = next(one["env"] for one in GITHUB[workflow]["jobs"][job]["steps"] if one.get("name") == name)
    host = {key: str(value).replace("${{ github.server_url }}", "https://git.example") for key, value in told.items()}
    given = {**environment(), **host, "GITHUB_TOKEN": "the-access-token", "GIT_TERMINAL_PROMPT": "0"}
    assert "password=the-access-token" in credentials("git.example", tmp_path, given)
    assert "the-access-token" not in credentials("other.example", tmp_path, given)


def test_git_asks_for_the_access_token_that_a_job_of_gitlab_names(tmp_path: Path) -> None:
    told = {key: value for key, value in GITLAB["variables"].items() if key.startswith("GIT_CONFIG")}
    host = {key: value.replace("$CI_SERVER_URL", "https://git.example") for key, value in told.items()}
    host["GIT_CONFIG_VALUE_0"] = host["GIT_CONFIG_VALUE_0"].replace("$$", "$")  # as GitLab writes a dollar sign
    given = {**environment(), **host, "LEDGER_TOKEN": "the-access-token", "GIT_TERMINAL_PROMPT": "0"}
    assert "password=the-access-token" in credentials("git.example", tmp_path, given)


def credentials(host: str, folder: Path, env: dict[str, str]) -> str:
    """What git, as the ledger calls it, would say to this host when it asks who is there."""
    remote = find_remote("https://git.example/it/books.git#reconciler-ledger", folder, folder, env)
    asked = f"protocol=https\nhost={host}\n\n"
    command = ["git", "-c", "core.askPass=false", "credential", "fill"]
    told = subprocess.run(command, input=asked, env={**remote.environ}, capture_output=True, text=True, check=False)
    return told.stdout


# GitLab and Azure DevOps


def gitlab(runner: Runner, job: str, **env: str) -> Ran:
    return runner.shell("\n".join(GITLAB[job]["script"]), **env)


def azure(runner: Runner, stage: str, name: str, **env: str) -> Ran:
    jobs = next(one["jobs"] for one in AZURE["stages"] if one["stage"] == stage)
    found = [one for job in jobs for one in steps_within(job) if one.get("displayName") == name]
    (script,) = (one["inputs"]["inlineScript"] for one in found)
    return runner.shell(script, **env)


def steps_within(job: dict[str, Any]) -> list[dict[str, Any]]:
    found = job["steps"] if "steps" in job else job["strategy"]["runOnce"]["deploy"]["steps"]
    assert isinstance(found, list)
    return found


def test_on_gitlab_the_plan_made_after_the_merge_is_applied(runner: Runner) -> None:
    ran = gitlab(runner, "plan", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert 0 == ran.code, ran.told
    assert "Matematik 9" in ran.told
    before = runner.git("rev-parse", "main").strip()
    shutil.rmtree(runner.clone / "plans")
    runner.merge()
    ran = gitlab(runner, "plan-merged", CI_COMMIT_BEFORE_SHA=before)
    assert 0 == ran.code, ran.told
    ran = gitlab(runner, "apply")
    assert 0 == ran.code, ran.told
    assert RECORDS == runner.records()
    ran = gitlab(runner, "drift")
    assert 0 == ran.code, ran.told
    assert 1 == len(list((runner.clone / "drift").glob("*.json")))


def test_on_gitlab_a_change_of_nothing_that_concerns_a_tenant_plans_nothing(runner: Runner) -> None:
    ran = gitlab(runner, "plan-merged", CI_COMMIT_BEFORE_SHA="HEAD")
    assert (0, []) == (ran.code, list((runner.clone / "plans").iterdir())), ran.told
    (runner.clone / "plans").rmdir()
    assert 0 == gitlab(runner, "apply").code
    assert 0 == gitlab(runner, "comment").code


def test_on_gitlab_the_job_that_comments_installs_what_the_target_branch_says(runner: Runner) -> None:
    trusted = runner.git("show", "main:requirements.txt")
    runner.write("requirements.txt", "somebody-elses-software\n")
    runner.write("plans/of-the-merge-request.json", "{}\n")
    runner.git("add", "--all")
    runner.git("commit", "--quiet", "--message", "other software")
    runner.write("plans/made.json", "{}\n")
    for name, script in (("apt-get", "exit 0"), ("python", f"cp requirements.txt '{runner.folder}/installed.txt'")):
        place = runner.folder / "bin" / name
        place.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        place.chmod(0o755)
    ran = runner.shell("\n".join(GITLAB["comment"]["before_script"]), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert 0 == ran.code, ran.told
    assert trusted == (runner.folder / "installed.txt").read_text("utf-8")
    assert ["made.json"] == [file.name for file in (runner.clone / "plans").iterdir()]


def two_tenants_of_which_the_first_is_bad(runner: Runner) -> str:
    """Writes a tenant with an error in its YAML, listed before the good one; gives the commit before."""
    before = runner.git("rev-parse", "main").strip()
    runner.write("a-bad/tenant.yaml", "tenant: {name: a-bad, cloud: sandbox}\n")
    runner.write("a-bad/more.yaml", "books: 1\n")
    runner.git("add", "--all")
    runner.git("commit", "--quiet", "--message", "one more tenant")
    assert ["a-bad", "nordskolan"] == re.findall(r"^[\w-]+", runner.shell("reconciler tenants").told, re.MULTILINE)
    return before


def tenants_of(folder: Path) -> list[str]:
    return [json.loads(file.read_bytes())["tenant"]["name"] for file in folder.glob("*.json")]


def test_on_gitlab_a_bad_tenant_fails_the_job_and_the_later_ones_are_planned(runner: Runner) -> None:
    before = two_tenants_of_which_the_first_is_bad(runner)
    for job in ("plan", "plan-merged"):
        ran = gitlab(runner, job, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", CI_COMMIT_BEFORE_SHA=before)
        assert 1 == ran.code and "VPP001" in ran.told, job
        assert ["nordskolan"] == tenants_of(runner.clone / "plans")
        shutil.rmtree(runner.clone / "plans")


def test_on_gitlab_a_bad_tenant_fails_the_job_and_the_drift_of_later_ones_is_told(runner: Runner) -> None:
    two_tenants_of_which_the_first_is_bad(runner)
    assert 1 == gitlab(runner, "drift").code
    assert ["nordskolan"] == tenants_of(runner.clone / "drift")
    for job in ("drift", "plan"):
        assert "always" == GITLAB[job]["artifacts"]["when"]
    assert "always" == GITLAB["issues"]["rules"][0]["when"]


def test_on_azure_a_bad_tenant_fails_the_stage_and_the_later_ones_are_planned(runner: Runner) -> None:
    two_tenants_of_which_the_first_is_bad(runner)
    ran = azure(runner, "plan", "Plan", BUILD_REASON="IndividualCI")
    assert 1 == ran.code and "VPP001" in ran.told
    assert ["nordskolan"] == tenants_of(runner.clone / "plans")


def test_on_azure_the_plan_made_after_the_merge_is_applied(runner: Runner) -> None:
    pull = {"BUILD_REASON": "PullRequest", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}
    ran = azure(runner, "plan", "Plan", **pull)
    assert 0 == ran.code, ran.told
    assert "Matematik 9" in ran.told
    shutil.rmtree(runner.clone / "plans")
    runner.merge()
    ran = azure(runner, "plan", "Plan", BUILD_REASON="IndividualCI")
    assert 0 == ran.code, ran.told
    ran = azure(runner, "apply", "Apply", PIPELINE_WORKSPACE=str(runner.clone))
    assert 0 == ran.code, ran.told
    assert RECORDS == runner.records()
    ran = azure(runner, "drift", "Look")
    assert 0 == ran.code, ran.told


# The examples for many tenants


def examples() -> list[dict[str, Any]]:
    text = (ROOT / "docs/fleet.md").read_text("utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


def fleet_scripts() -> dict[str, tuple[str, list[dict[str, str]]]]:
    """The scripts of docs/fleet.md, and what each of four runners finds in its environment."""
    _, in_gitlab, in_azure, in_kubernetes = examples()
    azure_step = next(one for one in in_azure["jobs"][0]["steps"] if one.get("task"))
    pod = in_kubernetes["spec"]["template"]["spec"]["containers"][0]
    numbers = [str(number) for number in range(1, 5)]
    return {
        "gitlab": (
            "\n".join(in_gitlab["plan"]["script"]),
            [{"CI_NODE_INDEX": number, "CI_NODE_TOTAL": "4"} for number in numbers],
        ),
        "azure": (
            azure_step["inputs"]["inlineScript"],
            [{"SYSTEM_JOBPOSITIONINPHASE": number, "SYSTEM_TOTALJOBSINPHASE": "4"} for number in numbers],
        ),
        "kubernetes": (pod["command"][-1], [{"JOB_COMPLETION_INDEX": str(int(n) - 1), "PARTS": "4"} for n in numbers]),
    }


@pytest.mark.parametrize("where", ["gitlab", "azure", "kubernetes"])
def test_four_runners_see_every_tenant_once(runner: Runner, where: str) -> None:
    names = {"nordskolan", *(f"school-{number}" for number in range(5))}
    for name in names - {"nordskolan"}:
        runner.write(f"{name}/tenant.yaml", f"tenant: {{name: {name}, cloud: sandbox}}\n")
    script, environments = fleet_scripts()[where]
    told = ""
    for env in environments:
        ran = runner.shell(script.replace("/tmp/", f"{runner.folder}/"), **env)
        assert 0 == ran.code, ran.told
        told += ran.told
        shutil.rmtree(runner.clone / "plans", ignore_errors=True)
    assert sorted(names) == sorted(re.findall(r"^([\w-]+) \(sandbox\)", told, re.MULTILINE))
