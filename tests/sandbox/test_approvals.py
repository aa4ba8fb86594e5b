"""Multi Admin Approval: a write waits until another administrator has agreed."""

import base64
from dataclasses import dataclass

import pytest

from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import BOOKS, TOKENS, Client, Reply, assignment, book, group

REQUESTS = "/beta/deviceManagement/operationApprovalRequests"
BODY = {"managedEBookAssignments": [assignment("g", "available")]}
ASSIGN = f"{BOOKS}/b/assign"
CODE = "x-msft-approval-code"


def because(text: str) -> dict[str, str]:
    return {"x-msft-approval-justification": base64.b64encode(text.encode()).decode()}


@dataclass(frozen=True, slots=True)
class Office:
    """A tenant that asks for approvals, who sends, and who may agree."""

    sender: Client
    other: Client

    def filed(self) -> str:
        """The code of a request for the write."""
        reply = self.sender.call("POST", ASSIGN, BODY, **because("PR 118"))
        assert (403, "ApprovalRequired") == (reply.status, reply.json["error"]["code"])
        return reply.headers[CODE]

    def decide(self, code: str, action: str, who: Client | None = None) -> Reply:
        """What an administrator gets who decides."""
        return (who or self.other).call("POST", f"{REQUESTS}/{code}/{action}", {"justification": "read it"})

    def send(self, code: str) -> Reply:
        """The same write once more, with its code."""
        return self.sender.call("POST", ASSIGN, BODY, **{CODE: code})


@pytest.fixture
def office(sandbox: CheckedSandbox) -> Office:
    sender = Client(sandbox, "app:pipeline")
    sender.put_state(settings={"multiAdminApproval": True}, managedEBooks=[book("b")], groups=[group("g")])
    return Office(sender, Client(sandbox, "user:robin@norr.example"))


def test_a_write_without_a_justification_is_refused_and_files_nothing(office: Office) -> None:
    reply = office.sender.call("POST", ASSIGN, BODY)
    assert (403, "MultiAdminApprovalRequired") == (reply.status, reply.json["error"]["code"])
    assert [] == office.sender.get(REQUESTS)["value"]


def test_reads_need_no_approval(office: Office) -> None:
    assert [] == office.sender.get(f"{BOOKS}/b/assignments")["value"]


def test_an_approved_write_goes_through_once(office: Office) -> None:
    code = office.filed()
    assert {} == office.sender.assigned("b")
    assert 200 == office.decide(code, "approve").status
    assert 204 == office.send(code).status
    assert {"g": "available"} == office.sender.assigned("b")
    assert "completed" == office.sender.get(f"{REQUESTS}/{code}")["status"]
    assert 403 == office.send(code).status


def test_a_request_says_who_asked_and_who_agreed(office: Office) -> None:
    code = office.filed()
    office.decide(code, "microsoft.graph.approve")
    [shown] = office.sender.get(f"{REQUESTS}?$filter=status eq 'approved'")["value"]
    assert ("PR 118", "read it") == (shown["requestJustification"], shown["approvalJustification"])
    assert "pipeline" == shown["requestor"]["application"]["displayName"]
    assert "robin@norr.example" == shown["approver"]["user"]["displayName"]


@pytest.mark.parametrize("bearer", ["app:pipeline", "app:another", "readonly:robin"])
def test_neither_an_application_nor_a_reader_can_agree(office: Office, bearer: str) -> None:
    code = office.filed()
    assert 403 == office.decide(code, "approve", Client(office.sender.sandbox, bearer)).status
    assert 403 == office.send(code).status
    assert {} == office.sender.assigned("b")


def test_nobody_agrees_with_a_request_of_their_own(office: Office) -> None:
    reply = office.other.call("POST", ASSIGN, BODY, **because("mine"))
    assert (
        403
        == office.decide(
            reply.headers[CODE], "approve", Client(office.sender.sandbox, "user:ROBIN@norr.example")
        ).status
    )


@pytest.mark.parametrize("action", ["reject", "cancelMyRequest"])
def test_a_write_that_was_turned_down_stays_undone(office: Office, action: str) -> None:
    code = office.filed()
    who = office.sender if action == "cancelMyRequest" else office.other
    assert 200 == office.decide(code, action, who).status
    assert 403 == office.send(code).status
    assert 400 == office.decide(code, "approve").status
    assert code != office.filed()


def test_an_approval_is_for_this_write_of_this_caller_only(office: Office) -> None:
    code = office.filed()
    office.decide(code, "approve")
    other_body = {"managedEBookAssignments": [assignment("g", "required")]}
    for reply in (
        office.sender.call("POST", ASSIGN, other_body, **{CODE: code}),
        office.sender.call("DELETE", f"{BOOKS}/b/assignments/x", **{CODE: code}),
        office.other.call("POST", ASSIGN, BODY, **{CODE: code}),
        office.sender.call("POST", ASSIGN, BODY, **{CODE: "nonsense"}),
    ):
        assert 400 == reply.status
    assert {} == office.sender.assigned("b")
    assert 204 == office.send(code).status


def test_the_same_request_is_not_filed_twice(office: Office) -> None:
    code = office.filed()
    assert 409 == office.sender.call("POST", ASSIGN, BODY, **because("again")).status
    office.decide(code, "approve")
    assert 409 == office.sender.call("POST", ASSIGN, BODY, **because("again")).status


def test_a_write_that_fails_leaves_the_approval_unused(office: Office) -> None:
    wrong = {"managedEBookAssignments": [assignment("nobody", "available")]}
    code = office.sender.call("POST", ASSIGN, wrong, **because("typo")).headers[CODE]
    office.decide(code, "approve")
    assert 400 == office.sender.call("POST", ASSIGN, wrong, **{CODE: code}).status
    assert "approved" == office.sender.get(f"{REQUESTS}/{code}")["status"]


def test_an_old_request_expires(office: Office) -> None:
    code = office.filed()
    office.sender.set_clock("2026-09-20T06:00:00Z")
    assert 400 == office.decide(code, "approve").status
    assert "expired" == office.sender.get(f"{REQUESTS}/{code}")["status"]


@pytest.mark.parametrize(
    "header", ["", "no base64!", base64.b64encode(b" ").decode(), base64.b64encode(b"a" * 1025).decode()]
)
def test_a_justification_must_be_base64_of_a_text(office: Office, header: str) -> None:
    headers = {"x-msft-approval-justification": header}
    assert 400 == office.sender.call("POST", ASSIGN, BODY, **headers).status
    assert "0" == office.sender.get(f"{REQUESTS}/$count", ConsistencyLevel="eventual")


def test_tokens_are_protected_too_and_their_secret_is_not_shown(office: Office) -> None:
    reply = office.sender.call("POST", TOKENS, {"token": "a secret"}, **because("renewal"))
    assert 403 == reply.status
    assert b"a secret" not in office.other.send("GET", REQUESTS).body


def test_a_tenant_without_approvals_has_no_such_routes(client: Client) -> None:
    assert 404 == client.call("GET", REQUESTS).status
    assert 404 == client.call("POST", f"{REQUESTS}/x/approve").status
    assert 404 == client.call("PATCH", f"{REQUESTS}/x").status


def test_a_new_state_forgets_the_requests(office: Office) -> None:
    office.filed()
    state = office.sender.get("/_sandbox/state")
    office.sender.put_state(**state)
    assert [] == office.sender.get(REQUESTS)["value"]
    assert state == office.sender.get("/_sandbox/state")
