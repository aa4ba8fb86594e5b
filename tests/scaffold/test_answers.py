"""What `init` may be told, and how a name is written in YAML."""

import pytest
import yaml
from ruamel.yaml import YAML

from reconciler.model.entities import Cloud
from reconciler.model.errors import UsageError
from reconciler.scaffold.answers import Answers, check_answers, in_yaml

GUID = "8F0C0000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "text",
    ["nordskolan", "no", "Y", "1", "1.5", "0x1f", "12:30", "2026-08-14", "~", "a: b", "a #b", "ö-skolan", "-", "'"],
)
def test_a_name_is_read_back_as_it_was_by_readers_of_both_versions(text: str) -> None:
    written = f"name: {in_yaml(text)}\n"
    assert text == yaml.safe_load(written)["name"]
    assert text == YAML(typ="safe", pure=True).load(written)["name"]


def test_a_plain_handle_stays_without_quotes() -> None:
    assert "nord-skolan" == in_yaml("nord-skolan")


@pytest.mark.parametrize("cloud", [cloud for cloud in Cloud if cloud is not Cloud.SANDBOX])
def test_a_real_tenant_needs_its_id(cloud: Cloud) -> None:
    check_answers(Answers(name="a", cloud=cloud, tenant_id=GUID))
    with pytest.raises(UsageError):
        check_answers(Answers(name="a", cloud=cloud))


@pytest.mark.parametrize("owner", ["@user", "@org/team.one", "kim@school.example"])
def test_owners_are_users_teams_and_addresses(owner: str) -> None:
    check_answers(Answers(name="a", owners=(owner,)))


@pytest.mark.parametrize("owner", ["", "user", "@a b", "@a\n*", "#x"])
def test_anything_else_is_no_owner(owner: str) -> None:
    with pytest.raises(UsageError):
        check_answers(Answers(name="a", owners=(owner,)))
