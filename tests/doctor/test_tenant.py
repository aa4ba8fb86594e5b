"""What the doctor makes of a service's answers, of clocks, and of a ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from reconciler.doctor.clock import MOST_SECONDS, clock_check
from reconciler.doctor.ledger import damaged, ledger_checks, vanishes
from reconciler.doctor.tenant import READS, tenant_checks
from reconciler.model.doctor import Area, Asked, Check, SignIn, Verdict
from reconciler.model.entities import BetaUse, Cloud, Tenant
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest, GroupId
from reconciler.model.record import NO_LEDGER, OpenIntent
from tests import worlds as w

ID = "8f0c0000-0000-0000-0000-000000000000"
OTHER = "9f0c0000-0000-0000-0000-000000000000"
SIGNED_IN = SignIn("client secret", "reconciler", ID, frozenset({"DeviceManagementApps.ReadWrite.All"}))
REFUSED = Asked(403, why="403", remedy="Ask.")
SILENT = Asked(0, why="nobody there", remedy="Wait.")
FINE, UNPROVEN, LACKING, UNREACHABLE = Verdict.FINE, Verdict.UNPROVEN, Verdict.LACKING, Verdict.UNREACHABLE


@dataclass
class Door:
    """A tenant that answers as a test says, else well; satisfies TenantProbe."""

    who: SignIn | ServiceError | UsageError = SIGNED_IN
    answers: Mapping[Area, Asked] = field(default_factory=dict)
    asked: list[tuple[Area, GroupId | None]] = field(default_factory=list)

    def sign_in(self) -> SignIn:
        if isinstance(self.who, SignIn):
            return self.who
        raise self.who

    def ask(self, area: Area, group: GroupId | None = None) -> Asked:
        self.asked.append((area, group))
        return self.answers.get(area, Asked(200, (ID,), at=w.NOW))


REAL = replace(w.tenant(), cloud=Cloud.GLOBAL, tenant_id=ID.upper())


def checks(door: Door, tenant: Tenant = REAL) -> dict[str, Check]:
    return {check.topic: check for check in tenant_checks(door, tenant, w.NOW)}


def verdicts(door: Door, tenant: Tenant = REAL) -> dict[str, Verdict]:
    return {topic: check.verdict for topic, check in checks(door, tenant).items()}


def test_where_everything_is_there_everything_is_fine() -> None:
    found = verdicts(Door())
    assert {FINE} == set(found.values())
    topics = {"sign-in", "tenant", *READS, "write-books", "write-tokens", "clock", "beta", "approval"}
    assert topics == set(found)


def test_each_area_is_asked_once_and_members_of_a_group_that_is_there() -> None:
    door = Door()
    checks(door)
    areas = [area for area, _ in door.asked]
    assert len(areas) == len(set(areas))
    assert (Area.MEMBERS, GroupId(ID)) in door.asked


@pytest.mark.parametrize("area", READS)
def test_what_may_not_be_read_is_lacking_and_names_permission_and_commands(area: Area) -> None:
    found = checks(Door(answers={area: REFUSED}))
    assert LACKING is found[area].verdict
    assert READS[area].permission == found[area].params["permission"]
    assert READS[area].commands == found[area].params["commands"]
    others = set(READS) - {area} - ({Area.MEMBERS} if area is Area.GROUPS else set())
    assert {FINE} == {found[other].verdict for other in others}


@pytest.mark.parametrize(("expected", "status"), [(UNREACHABLE, 503), (UNREACHABLE, 429), (UNPROVEN, 404)])
def test_a_failure_is_no_refusal(expected: Verdict, status: int) -> None:
    assert expected is verdicts(Door(answers={Area.BOOKS: Asked(status)}))["books"]


def test_without_any_group_members_are_unproven() -> None:
    assert UNPROVEN is verdicts(Door(answers={Area.GROUPS: Asked(200)}))["members"]


@pytest.mark.parametrize(
    ("expected", "error"), [(UNREACHABLE, ServiceError("no sign-in", "Set X.")), (LACKING, UsageError("bad", "Set Y."))]
)
def test_without_a_sign_in_nothing_is_asked(expected: Verdict, error: ServiceError | UsageError) -> None:
    door = Door(error)
    found = checks(door)
    assert {"sign-in": expected} == {topic: check.verdict for topic, check in found.items()}
    assert error.remedy == found["sign-in"].params["remedy"]
    assert [] == door.asked


def test_a_sign_in_that_is_not_accepted_is_lacking_and_ends_it() -> None:
    assert {"sign-in": LACKING} == verdicts(Door(answers={Area.ORGANIZATION: Asked(401)}))


def test_a_service_that_does_not_answer_is_asked_one_thing_only() -> None:
    door = Door(answers={Area.ORGANIZATION: SILENT})
    assert {"service": UNREACHABLE} == verdicts(door)
    assert 1 == len(door.asked)


@pytest.mark.parametrize(
    ("expected", "told", "organization"),
    [
        (FINE, ID, REFUSED),
        (FINE, None, Asked(200, (ID.upper(),))),
        (LACKING, OTHER, Asked(200, (ID,))),
        (LACKING, None, Asked(200, (OTHER,))),
        (UNPROVEN, None, REFUSED),
        (UNPROVEN, None, Asked(200)),
    ],
)
def test_the_tenant_is_the_declared_one(expected: Verdict, told: str | None, organization: Asked) -> None:
    door = Door(replace(SIGNED_IN, tenant=told), {Area.ORGANIZATION: organization})
    assert expected is verdicts(door)["tenant"]


@pytest.mark.parametrize(
    ("books", "tokens", "permissions"),
    [
        (FINE, FINE, {"DeviceManagementApps.ReadWrite.All"}),
        (LACKING, FINE, {"DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementApps.Read.All"}),
        (LACKING, LACKING, {"DeviceManagementApps.Read.All"}),
        (LACKING, LACKING, set()),
        (UNPROVEN, UNPROVEN, None),
    ],
)
def test_writing_is_proven_by_the_access_token_alone(
    books: Verdict, tokens: Verdict, permissions: set[str] | None
) -> None:
    who = replace(SIGNED_IN, permissions=None if permissions is None else frozenset(permissions))
    found = verdicts(Door(who))
    assert (books, tokens) == (found["write-books"], found["write-tokens"])


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize(("expected", "seconds"), [(FINE, MOST_SECONDS), (LACKING, MOST_SECONDS + 1)])
def test_a_clock_that_is_far_off_is_lacking(expected: Verdict, seconds: int, ahead: bool) -> None:
    away = timedelta(seconds=seconds if ahead else -seconds)
    check = clock_check(w.NOW, w.NOW + away)
    assert (expected, seconds) == (check.verdict, check.params["seconds"])


def test_a_service_that_tells_no_time_proves_no_clock() -> None:
    assert UNPROVEN is clock_check(None, w.NOW).verdict


def test_beta_is_asked_only_where_the_yaml_allows_it() -> None:
    door = Door()
    assert FINE is verdicts(door, replace(REAL, beta=BetaUse.NONE))["beta"]
    assert Area.BETA not in [area for area, _ in door.asked]
    for expected, answer in ((LACKING, REFUSED), (UNREACHABLE, SILENT)):
        assert expected is verdicts(Door(answers={Area.BETA: answer}))["beta"]


@pytest.mark.parametrize(
    ("expected", "said", "policies", "requests"),
    [
        (FINE, "approval-not-needed", Asked(200), REFUSED),
        (FINE, "approval-not-needed", Asked(200, kinds=("script",)), REFUSED),
        (UNPROVEN, "approval-needed", Asked(200, kinds=("script", "app")), REFUSED),
        (UNPROVEN, "approval-requests", REFUSED, Asked(200)),
        (UNPROVEN, "approval-unknown", REFUSED, REFUSED),
    ],
)
def test_a_second_administrator_is_told_as_far_as_policies_can_be_read(
    expected: Verdict, said: str, policies: Asked, requests: Asked
) -> None:
    door = Door(answers={Area.APPROVAL_POLICIES: policies, Area.APPROVAL_REQUESTS: requests})
    check = checks(door)["approval"]
    assert (expected, said) == (check.verdict, check.said)


def opened(minutes: int) -> OpenIntent:
    until = w.NOW + timedelta(minutes=minutes)
    return OpenIntent(1, Digest("sha256:0"), Digest("sha256:1"), {}, Holder("h", "run", 7), w.NOW, until)


def test_a_ledger_is_fine_and_runs_that_have_not_ended_are_told() -> None:
    state = replace(NO_LEDGER, open_intents=(opened(5), opened(0), opened(-5)))
    told = [(check.verdict, check.said) for check in ledger_checks("dir:x", 3, state, w.NOW)]
    assert [
        (FINE, "ledger-whole"),
        (UNPROVEN, "ledger-held"),
        (UNPROVEN, "ledger-abandoned"),
        (UNPROVEN, "ledger-abandoned"),
    ] == told
    assert ["ledger-empty"] == [check.said for check in ledger_checks("dir:x", 0, NO_LEDGER, w.NOW)]


def test_a_damaged_or_vanishing_ledger_is_lacking() -> None:
    assert (LACKING, LACKING) == (damaged("x", "why", "how").verdict, vanishes("x").verdict)
