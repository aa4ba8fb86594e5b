"""`token check`, `permissions`, `explain token`: offline, discreet, with the exit codes that pipelines read."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, Ended, call, environment, run
from tests.cli.school import School
from tests.content_tokens import content_token, parts_in

RAW = content_token()


def checked(tmp_path: Path, raw: bytes, *options: str) -> Ended:
    (tmp_path / "norr.vpptoken").write_bytes(raw)
    return call("--verbose", "token", "check", "norr.vpptoken", *options, cwd=tmp_path)


def piped(raw: bytes, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, "token", "check", *arguments],
        input=raw,
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
    )


def test_a_content_token_is_told_without_its_secret(tmp_path: Path) -> None:
    ended = checked(tmp_path, b"\xef\xbb\xbf" + RAW + b"\r\n")
    assert (0, "") == (ended.code, ended.err)
    assert "organisation  Norr\n" in ended.out and "in 190 days" in ended.out
    assert [] == parts_in(ended.out, RAW)


@pytest.mark.parametrize(
    ("code", "flaw", "raw"),
    [
        (0, None, RAW),
        (1, None, content_token(expDate="2026-11-22T12:00:00+0000")),
        (1, "not-base64", RAW + b"*"),
        (1, "no-secret", content_token(token=...)),
        (1, "too-long", RAW * 400),
        (1, "empty", b""),
    ],
)
def test_the_exit_code_and_the_json_agree(code: int, flaw: str | None, raw: bytes, tmp_path: Path) -> None:
    ended = checked(tmp_path, raw, "--format", "json")
    assert (code, flaw) == (ended.code, json.loads(ended.out)["flaw"])
    assert [] == parts_in(ended.out + ended.err, raw)


def test_a_pipe_is_read_from_standard_input(tmp_path: Path) -> None:
    ended = piped(RAW, "-", cwd=tmp_path)
    assert 0 == ended.returncode
    assert b"Norr" in ended.stdout


def test_standard_input_that_never_ends_is_not_read_for_ever(tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as zeros:
        ended = subprocess.run(
            [*COMMAND, "token", "check", "-"],
            stdin=zeros,
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            timeout=30,
            check=False,
        )
    assert (1, True) == (ended.returncode, b"too long" in ended.stdout)


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.vpptoken")
    for name, problem in {
        "none.vpptoken": "no such file",
        "pipe.vpptoken": "it is no file",
        ".": "it is no file",
    }.items():
        ended = call("token", "check", name, cwd=tmp_path)
        assert (64, "") == (ended.code, ended.out)
        assert f"{name}: " in ended.err and problem in ended.err


@pytest.mark.parametrize(
    "before", [["token", "check"], ["token"], ["token", "check", "a.vpptoken"], ["explain", "token"]]
)
@pytest.mark.parametrize("raw", [RAW, RAW[:30], RAW[:64] + b"\n" + RAW[64:90], RAW.replace(b"J", b"/")])
def test_a_secret_given_in_place_of_a_name_is_not_repeated(before: list[str], raw: bytes, school: School) -> None:
    if before[0] == "explain" and len(raw) < 40:
        pytest.skip("a name of this length is a name")
    ended = run(*before, raw.decode(), cwd=school.folder)
    assert (64, "") == (ended.code, ended.out)
    assert [] == parts_in(ended.err, raw)


def test_the_language_is_that_of_the_option(tmp_path: Path) -> None:
    (tmp_path / "a.vpptoken").write_bytes(RAW)
    assert "går ut" in call("--language", "sv", "token", "check", "a.vpptoken", cwd=tmp_path).out


def test_permissions_are_listed_without_any_tenant(tmp_path: Path) -> None:
    text, data = (call("permissions", "--format", form, cwd=tmp_path) for form in ("text", "json"))
    assert (0, 0) == (text.code, data.code)
    assert "GroupMember.Read.All" in text.out
    assert "plan" == json.loads(data.out)["commands"]["plan"]


def test_a_token_is_explained_offline(school: School) -> None:
    school.file.unlink()
    ended = school.run("explain", "token", "NORR")
    assert 0 == ended.code
    assert ended.out.startswith('How to renew the VPP token "norr" (organisation "Norr", tenant "nordskolan")\n')
    assert not school.file.exists()


def test_a_token_that_is_not_declared_has_a_near_name(school: School) -> None:
    ended = school.run("explain", "token", "nor", "--path", "desired-state")
    assert (64, "") == (ended.code, ended.out)
    assert 'There is no token "nor" here: there is norr.' in ended.err and "Did you mean norr?" in ended.err


def test_yaml_with_errors_is_told_instead_of_a_token(school: School) -> None:
    school.write("broken.yaml", "books: 1\n")
    ended = school.run("explain", "token", "norr")
    assert 1 == ended.code
    assert "broken.yaml:1:8: error:" in ended.out


def test_a_tenant_without_tokens_says_so(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text("tenant: {name: a, cloud: sandbox}\n", "utf-8")
    ended = call("explain", "token", "norr", cwd=tmp_path)
    assert (64, True) == (ended.code, "No token is declared here." in ended.err)
