"""Content tokens are found where the YAML points; what is missing or wrong is said, and nothing of the secret."""

import os
import socket
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.model.content_token import MOST_BYTES, Absence, Flaw
from reconciler.model.contents import ContentFacts
from reconciler.model.entities import Secret
from reconciler.model.ids import Handle
from reconciler.model.secret import Bad, Found, Missing, Sought, contents_of
from reconciler.secrets.files import read_secret_file
from reconciler.secrets.find import Sources, find_all, find_content
from tests import worlds as w
from tests.content_tokens import content_token, parts_in

RAW = content_token()
FACTS = ContentFacts("Norr", datetime(2027, 6, 1, tzinfo=UTC))
IN_VAULT = Secret("keyVault", "https://norr.vault.azure.net", "vpp-norr")


@dataclass
class Vault:
    """A key vault in memory; remembers what it was asked."""

    said: str | Absence
    asked: list[tuple[str, str]] = field(default_factory=list)

    def read(self, vault: str, name: str) -> str | Absence:
        self.asked.append((vault, name))
        return self.said


def find(secret: Secret, folder: Path, environ: Mapping[str, str] | None = None, vault: Vault | None = None) -> Sought:
    return find_content(secret, environ=environ or {}, folder=folder, vault=vault)


def test_a_variable_holds_the_text_of_the_file(tmp_path: Path) -> None:
    found = find(Secret("env", "VPP_TOKEN"), tmp_path, {"VPP_TOKEN": RAW.decode()})
    assert isinstance(found, Found)
    assert ("VPP_TOKEN", FACTS, RAW.decode()) == (found.where, found.facts, found.content.text)


@pytest.mark.parametrize("environ", [{}, {"VPP_TOKEN": ""}, {"VPP_TOKEN": " \n"}, {"vpp_token": RAW.decode()}])
def test_a_variable_that_is_not_set_or_empty_is_missing(environ: dict[str, str], tmp_path: Path) -> None:
    assert Missing("VPP_TOKEN", Absence.NOT_SET) == find(Secret("env", "VPP_TOKEN"), tmp_path, environ)


def test_a_variable_with_bytes_that_are_no_text_is_no_content_token(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff\xfe")
    assert Bad("VPP_TOKEN", Flaw.NOT_BASE64) == find(Secret("env", "VPP_TOKEN"), tmp_path, {"VPP_TOKEN": odd})


@pytest.mark.parametrize("kind", ["absolute", "relative", "beside"])
def test_a_file_is_absolute_or_relative_to_the_folder_of_the_tenant(kind: str, tmp_path: Path) -> None:
    tenant = tmp_path / "desired"
    tenant.mkdir()
    (tmp_path / "norr.vpptoken").write_bytes(b"\xef\xbb\xbf" + RAW + b"\r\n")
    written = {
        "absolute": str(tmp_path / "norr.vpptoken"),
        "relative": "../norr.vpptoken",
        "beside": "./../norr.vpptoken",
    }
    found = find(Secret("file", written[kind]), tenant)
    assert isinstance(found, Found)
    assert (written[kind], FACTS) == (found.where, found.facts)


def test_what_is_no_file_is_missing_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    expected = {
        "pipe": Absence.NOT_A_FILE,
        "folder": Absence.NOT_A_FILE,
        "/dev/zero": Absence.NOT_A_FILE,
        "nowhere": Absence.NO_FILE,
        "plain/below": Absence.NO_FILE,
        "loop": Absence.UNREADABLE,
        "null\0": Absence.UNREADABLE,
        "long" * 2000: Absence.UNREADABLE,
    }
    assert expected == {name: read_secret_file(tmp_path / name) for name in expected}


def test_a_socket_is_no_file(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        place = tmp_path / "s"
        listening.bind(str(place))
        assert stat.S_ISSOCK(place.stat().st_mode)
        assert Absence.UNREADABLE is read_secret_file(place)


def test_of_a_file_that_is_too_large_no_more_is_read_than_tells_so(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(10 * 1024**3)
    assert MOST_BYTES + 1 == len(read_secret_file(tmp_path / "large"))
    assert Bad("large", Flaw.TOO_LONG) == find(Secret("file", "large"), tmp_path)


def test_a_key_vault_is_asked_for_the_declared_secret_alone(tmp_path: Path) -> None:
    vault = Vault(RAW.decode())
    found = find(IN_VAULT, tmp_path, vault=vault)
    assert isinstance(found, Found)
    assert ("https://norr.vault.azure.net/secrets/vpp-norr", FACTS) == (found.where, found.facts)
    assert [("https://norr.vault.azure.net", "vpp-norr")] == vault.asked


@pytest.mark.parametrize("why", [Absence.NOT_IN_VAULT, Absence.UNREACHABLE, Absence.NOT_INSTALLED])
def test_what_a_vault_does_not_give_is_missing_with_the_reason(why: Absence, tmp_path: Path) -> None:
    where = "https://norr.vault.azure.net/secrets/vpp-norr"
    assert Missing(where, why) == find(IN_VAULT, tmp_path, vault=Vault(why))
    assert Missing(where, Absence.NO_VAULT) == find(IN_VAULT, tmp_path)


def test_a_plan_gets_facts_and_flaws_and_never_a_secret(tmp_path: Path) -> None:
    tokens = [
        replace(w.token(), name=Handle(name), secret=secret)
        for name, secret in {
            "good": Secret("env", "GOOD"),
            "bad": Secret("env", "BAD"),
            "missing": Secret("env", "MISSING"),
            "none": None,
        }.items()
    ]
    sources = Sources({"GOOD": RAW.decode(), "BAD": "no"}, tmp_path)
    sought = find_all(tokens, sources)
    assert ["good", "bad", "missing"] == list(sought)
    assert {"good": FACTS, "bad": Flaw.NOT_BASE64, "missing": Absence.NOT_SET} == contents_of(sought)
    assert [] == parts_in(f"{sought!r} {sources!r} {contents_of(sought)!r}", RAW)


def test_a_secret_that_was_written_where_its_place_belongs_is_not_shown(tmp_path: Path) -> None:
    for kind in ("env", "file"):
        assert [] == parts_in(repr(find(Secret(kind, RAW.decode()), tmp_path)), RAW)
