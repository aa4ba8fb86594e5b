"""The least permissions: what is asked for is what the rule says, with the ids that registrations take."""

import json
import re
from uuid import UUID

import pytest

from reconciler.cli.group import COMMANDS
from reconciler.model.entities import Language
from reconciler.report.lines import plain
from reconciler.report.permissions import (
    IDS,
    NEEDS,
    OPTIONAL,
    ROLES,
    permissions_document,
    permissions_lines,
    registration,
)
from reconciler.report.permissions_texts import permissions_phrases
from tests.report.test_book_page import holes

BY_NAME = {role.name: role for role in ROLES}


def test_plan_only_reads_and_apply_writes_no_more_than_it_must() -> None:
    assert ("DeviceManagementApps.Read.All", "GroupMember.Read.All") == BY_NAME["plan"].permissions
    assert ("DeviceManagementApps.ReadWrite.All", "GroupMember.Read.All") == BY_NAME["apply"].permissions
    assert ("DeviceManagementServiceConfig.ReadWrite.All",) == BY_NAME["tokens"].permissions
    assert [] == [name for name in (*BY_NAME["plan"].permissions, *OPTIONAL) if "Write" in name]


def test_ids_are_those_that_microsoft_publishes_and_no_two_are_equal() -> None:
    assert "7a6ee1e7-141e-4cec-ae74-d9db155731ff" == IDS["DeviceManagementApps.Read.All"]
    assert "78145de6-330d-4800-a6ce-494ff2d33d07" == IDS["DeviceManagementApps.ReadWrite.All"]
    assert "98830695-27a2-44f7-8c18-0c3ebc9698f6" == IDS["GroupMember.Read.All"]
    assert len(IDS) == len({UUID(number) for number in IDS.values()})
    assert set(IDS) == {name for role in ROLES for name in role.permissions} | set(OPTIONAL)


def test_every_command_says_what_it_needs() -> None:
    assert set() == set(COMMANDS) - set(NEEDS)
    assert {None, *BY_NAME} == set(NEEDS.values())


def test_only_commands_that_there_are_are_named() -> None:
    told = plain(permissions_lines(["plan", "validate"], Language.EN))
    assert "for: plan\n" in told and "apply," not in told and "sync\n" not in told
    assert {"plan": "plan", "validate": None} == permissions_document(["plan", "validate"])["commands"]


@pytest.mark.parametrize("language", list(Language))
def test_the_registrations_in_the_text_are_those_for_programs(language: Language) -> None:
    told = plain(permissions_lines(COMMANDS, language))
    found = [json.loads(text) for text in re.findall(r"^    \[$.*?^    \]$", told, re.MULTILINE | re.DOTALL)]
    assert found == [role["requiredResourceAccess"] for role in permissions_document(COMMANDS)["roles"]]
    assert found == [registration(role) for role in ROLES]


@pytest.mark.parametrize("language", list(Language))
def test_each_permission_has_a_purpose(language: Language) -> None:
    told = plain(permissions_lines(COMMANDS, language))
    say = permissions_phrases(language)
    for name, number in IDS.items():
        assert f"{name} ({number})" in told and say(f"purpose-{name}") in told


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = (permissions_phrases(language).templates for language in (Language.EN, Language.SV))
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}
