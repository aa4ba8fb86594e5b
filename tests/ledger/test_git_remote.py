import base64
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from reconciler.ledger.git_plumbing import GitFailed, quiet_environment, run_git
from reconciler.ledger.git_remote import NAME, Remote, find_remote
from reconciler.model.errors import ServiceError, UsageError
from tests.cli.command import environment
from tests.ledger.branches import bare, check_chain, git, ledger_on, store_at
from tests.ledger.chains import TENANT, apply_once
from tests.ledger.git_http import served

BASIC = "Basic " + base64.b64encode(b"pipeline:s3cret/word").decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The tenant's repository, with a folder of a tenant."""
    folder = tmp_path / "repository"
    (folder / "school").mkdir(parents=True)
    git(folder, "init", "--quiet")
    return folder


def found(place: str, repository: Path, env: Mapping[str, str] | None = None) -> Remote:
    return find_remote(place, repository / "school", repository.parent, environment(env))


def settings(remote: Remote) -> list[tuple[str, str]]:
    """The settings that are handed to git, in their order."""
    count = int(remote.environ["GIT_CONFIG_COUNT"])
    return [(remote.environ[f"GIT_CONFIG_KEY_{n}"], remote.environ[f"GIT_CONFIG_VALUE_{n}"]) for n in range(count)]


def address(remote: Remote) -> str:
    return dict(settings(remote))[f"remote.{NAME}.url"]


# Which place is meant


@pytest.mark.parametrize(
    ("expected", "place"),
    [
        ("{}/records.git", "records.git#ledger"),
        ("{}/records.git", "{}/records.git#ledger"),
        ("{}/a#b.git", "a#b.git#ledger"),
        ("file:///srv/records.git", "file:///srv/records.git#ledger"),
        ("https://git.norr.example/records.git", "https://git.norr.example/records.git#ledger"),
        ("ssh://git@git.norr.example/records.git", "ssh://git@git.norr.example/records.git#ledger"),
        ("git@git.norr.example:school/records.git", "git@git.norr.example:school/records.git#ledger"),
        ("https://git.norr.example/school.git", "origin#ledger"),
        ("{}/sibling.git", "near#ledger"),
        ("https://git.norr.example/first.git", "several#ledger"),
    ],
)
def test_a_remote_is_a_name_in_the_tenants_repository_a_url_or_a_path(
    expected: str, place: str, repository: Path
) -> None:
    git(repository, "remote", "add", "origin", "https://git.norr.example/school.git")
    git(repository, "remote", "add", "near", "../sibling.git")
    git(repository, "remote", "add", "several", "https://git.norr.example/first.git")
    git(repository, "remote", "set-url", "--add", "several", "https://git.norr.example/second.git")
    remote = found(place.format(repository.parent), repository)
    assert expected.format(repository.parent) == remote.address == address(remote)
    assert "refs/heads/ledger" == remote.ref


def test_a_branch_may_be_named_in_full(repository: Path) -> None:
    assert "refs/heads/x" == found("records.git#refs/heads/x", repository).ref


def test_records_are_pushed_where_the_remote_says_that_one_pushes(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://git.norr.example/school.git")
    git(repository, "remote", "set-url", "--push", "origin", "git@git.norr.example:school.git")
    told = dict(settings(found("origin#ledger", repository)))
    assert "git@git.norr.example:school.git" == told[f"remote.{NAME}.pushurl"]


@pytest.mark.parametrize(
    "place",
    [
        *("origin", "#ledger", "origin#", "origin#ledger", "--upload-pack=x#ledger", "r.git#-d", "r.git#a..b"),
        *("r.git#HEAD", "r.git#head", "r.git#@", "r.git#refs/tags/v1", "r.git#refs/remotes/origin/x"),
        *("r.git#a b", "r.git#", "r\n.git#ledger", "ext::sh -c id#ledger", "fd::3#ledger", "a.b::c#ledger"),
        *("git://git.norr.example/r.git#ledger", "http://git.norr.example/r.git#ledger", "ftp://x/r.git#ledger"),
    ],
)
def test_a_place_that_names_no_branch_or_must_not_be_used_is_wrong_usage(place: str, repository: Path) -> None:
    with pytest.raises(UsageError) as caught:
        found(place, repository)
    assert "git:REMOTE#BRANCH" in caught.value.remedy


@pytest.mark.parametrize("url", ["ext::sh -c id", "http://git.norr.example/r.git", "git://git.norr.example/r"])
def test_a_named_remote_must_not_lead_there_either(url: str, repository: Path) -> None:
    git(repository, "config", "remote.origin.url", url)
    with pytest.raises(UsageError):
        found("origin#ledger", repository)


# What reaches it


def test_what_a_checkout_left_in_the_repository_is_handed_over_once(repository: Path, tmp_path: Path) -> None:
    header = "http.https://git.norr.example/.extraheader"
    everywhere = tmp_path / "global"
    everywhere.write_text('[http "https://git.norr.example/"]\n\textraheader = X-Global: 1\n[alias]\n\tst = status\n')
    included = tmp_path / "included"
    included.write_text("[credential]\n\thelper = store --file=/run/credentials\n")
    git(repository, "config", header, "AUTHORIZATION: basic abc")
    git(repository, "config", f"includeIf.gitdir:{repository}/.git.path", str(included))
    git(repository, "config", "url.https://git.norr.example/.insteadOf", "norr:")
    git(repository, "config", "user.name", "Kim")
    remote = found("https://git.norr.example/r.git#ledger", repository, {"GIT_CONFIG_GLOBAL": str(everywhere)})
    told = settings(remote)
    assert [(header, "AUTHORIZATION: basic abc")] == [one for one in told if one[0].endswith("extraheader")]
    assert ("credential.helper", "store --file=/run/credentials") in told
    assert ("url.https://git.norr.example/.insteadof", "norr:") in told
    assert not {"user.name", "alias.st"} & {key for key, _ in told}


@pytest.mark.parametrize(
    ("expected", "env", "config"),
    [
        ("ssh -o BatchMode=yes", {}, None),
        ("ssh -i /key -o BatchMode=yes", {}, "ssh -i /key"),
        ("/usr/bin/ssh -v -o BatchMode=yes", {"GIT_SSH_COMMAND": "/usr/bin/ssh -v"}, "ssh -i /key"),
        ("plink -batch", {"GIT_SSH_COMMAND": "plink -batch"}, None),
    ],
)
def test_ssh_is_the_one_that_is_set_and_asks_nobody(
    expected: str, env: dict[str, str], config: str | None, repository: Path
) -> None:
    if config:
        git(repository, "config", "core.sshCommand", config)
    remote = found("git@git.norr.example:r.git#ledger", repository, env)
    assert remote.environ["GIT_SSH_COMMAND"].startswith(expected)


@pytest.mark.parametrize(
    ("expected", "env"),
    [("", {"GIT_ASKPASS": "/window"}), ("/job", {"GIT_ASKPASS": "/job", "CI": "true"}), ("", {"CI": "true"})],
)
def test_a_program_that_asks_is_kept_in_a_pipeline_only(expected: str, env: dict[str, str]) -> None:
    assert expected == quiet_environment({**env, "SSH_ASKPASS": "/window"})["GIT_ASKPASS"]
    assert "SSH_ASKPASS" not in quiet_environment({**env, "SSH_ASKPASS": "/window"})


def test_an_environment_that_speaks_of_another_repository_is_left_behind() -> None:
    of_a_hook = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_WORK_TREE": "/x", "GIT_TRACE": "1"}
    kept = quiet_environment(
        {**of_a_hook, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c"}
    )
    assert not of_a_hook.keys() & kept.keys()
    assert ("a.b", "c") == (kept["GIT_CONFIG_KEY_0"], kept["GIT_CONFIG_VALUE_0"])
    assert "core.hooksPath" == kept["GIT_CONFIG_KEY_1"]


# Credentials


@pytest.mark.parametrize("way", ["header", "url", "remote", "name alone"])
def test_the_credentials_that_a_pipeline_has_reach_the_service(way: str, repository: Path, tmp_path: Path) -> None:
    project = bare(tmp_path / "served" / "r.git")
    git(project, "config", "http.receivepack", "true")
    with served(project.parent, BASIC) as service:
        plain, host = f"{service.url}/r.git", service.url.removeprefix("http://")
        known = f"http://pipeline:s3cret%2Fword@{host}/r.git"
        place = {"header": plain, "url": known, "remote": "origin", "name alone": f"http://pipeline@{host}/r.git"}[way]
        git(repository, "remote", "add", "origin", known)
        if way == "header":
            git(repository, "config", f"http.{service.url}/.extraheader", f"Authorization: {BASIC}")
        if way == "name alone":
            helper = "!f() { test $1 != get || echo password=s3cret/word; }; f"
            git(repository, "config", "credential.helper", helper)
        store = store_at(place, repository / "copy")
        apply_once(ledger_on(store, tmp_path))
        assert 2 == check_chain(store)
        assert BASIC in service.seen
        kept = [file.read_bytes() for file in (repository / "copy").rglob("*") if file.is_file()]
        assert not [content for content in kept if b"s3cret" in content]


def test_credentials_that_are_wrong_end_at_once_and_are_never_shown(tmp_path: Path) -> None:
    bare(tmp_path / "served" / "r.git")
    with served(tmp_path / "served", "Basic other") as service:
        url = service.url.replace("://", "://pipeline:s3cret-word@") + "/r.git"
        store = store_at(url, tmp_path / "copy")
        with pytest.raises(ServiceError) as caught:
            store.names(TENANT)
        remote = find_remote(f"{url}#ledger", tmp_path, tmp_path, environment())
    assert "Authentication failed" in caught.value.message or "could not read" in caught.value.message
    for text in (str(caught.value), repr(caught.value.__cause__), repr(remote), store.where()):
        assert "s3cret" not in text
    assert f"git:…@{service.url.removeprefix('http://')}/r.git#ledger".replace("git:", "git:http://") == store.where()


def test_nothing_secret_stands_in_what_git_is_told_on_a_command_line(repository: Path) -> None:
    remote = found("https://pipeline:s3cret-word@git.norr.example/r.git#ledger", repository)
    assert "https://git.norr.example/r.git" == remote.address
    assert not [value for key, value in settings(remote) if "s3cret" in value]
    other = found("https://pipeline:n3xt-word@git.norr.example/r.git#ledger", repository)
    assert other.address == remote.address, "the copy is the same for the next job, whose password is another"


def test_a_message_of_git_is_shown_without_credentials(repository: Path) -> None:
    remote = found("https://pipeline:s3cret-word@git.norr.example/r.git#ledger", repository)
    said = "fatal: unable to access 'https://oauth2:abc@git.norr.example/r.git/': s3cret-word"
    assert "fatal: unable to access 'https://…@git.norr.example/r.git/': …" == remote.redact(said)


# Nobody waits for ever


def test_a_service_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/r.git"
        with pytest.raises(GitFailed, match="no answer within") as caught:
            run_git(["ls-remote", url], None, quiet_environment(environment()), seconds=0.3)
    assert caught.value.late


def test_a_machine_without_git_is_told(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match="cannot be started"):
        run_git(["version"], tmp_path / "gone", quiet_environment(environment()))
