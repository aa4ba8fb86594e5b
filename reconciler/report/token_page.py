"""The steps that renew one token, made from its declaration alone. Read `token_page`."""

import posixpath
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.model.desired import DesiredState
from reconciler.model.entities import Language, Secret, Token
from reconciler.model.secret import place_of
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown
from reconciler.report.token_texts import token_phrases

_PORTALS = frozenset(("education", "business"))
_NEITHER_NAME_NOR_NUMBER = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: what to do, the commands that do it, and what to know about it."""

    text: str
    commands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def token_page(token: Token, desired: DesiredState, language: Language) -> Iterator[Line]:
    """How to renew this token: numbered steps, what is checked afterwards, and what it does to its books."""
    say = token_phrases(language)
    tenant, organization = desired.tenant.name, token.organization
    yield Line(shown(say("title", token=token.name, organization=organization, tenant=tenant)), Tone.STRONG)
    yield Line(say("when"))
    yield Line()
    for number, step in enumerate(_steps(token, desired, say), start=1):
        yield Line(shown(f"{number}. {step.text}"))
        yield from (Line(shown(f"     {command}"), Tone.STRONG) for command in step.commands)
        yield from (Line(shown(f"   {note}")) for note in step.notes)
    yield from _block(say("checked"), _checks(token, say))
    books = sum(book.book.token == token.name for book in desired.books)
    texts = [say("books-count", count=books), say("books-required"), say("books-expired")]
    yield from _block(say("books"), texts)
    yield Line()
    yield Line(say("never"))
    if token.owner:
        yield Line(shown(say("ask", owner=token.owner)))


def _block(title: str, texts: list[str]) -> Iterator[Line]:
    yield Line()
    yield Line(title, Tone.STRONG)
    yield from (Line(shown(f"  * {text}")) for text in texts)


def _steps(token: Token, desired: DesiredState, say: Phrases) -> Iterator[_Step]:
    file, folder = _file(token), shlex.quote(desired.tenant.path)
    yield _sign_in(token, say)
    yield _Step(say(f"path-{_portal(token)}", location=_location(token, say)), notes=(say("file", file=file),))
    check = f"reconciler token check {shlex.quote(file)}"
    yield _Step(say("check"), (check,), (say("check-says", organization=token.organization),))
    yield _put(token, desired, file, say)
    yield _Step(say("remove"), (f"rm {shlex.quote(file)}",))
    yield _Step(say("plan" if token.secret else "plan-by-hand", token=token.name), (f"reconciler plan {folder}",))
    if token.secret:
        yield _Step(say("apply"), (f"reconciler apply {folder}",))


def _sign_in(token: Token, say: Phrases) -> _Step:
    portal = say(f"portal-{_portal(token)}")
    if not token.apple_id:
        return _Step(say("sign-in-anybody", portal=portal))
    return _Step(say("sign-in", portal=portal, account=token.apple_id), notes=(say("same-account"),))


def _put(token: Token, desired: DesiredState, file: str, say: Phrases) -> _Step:
    """The file goes where the YAML points; by hand into Intune where it points nowhere."""
    secret, source = token.secret, shlex.quote(file)
    match secret:
        case None:
            by_hand = say("put-none", account=token.apple_id or token.organization)
            return _Step(by_hand, notes=(say("put-instead", variable=_variable(token)),))
        case Secret(kind="env"):
            where = place_of(secret)
            github = f"gh secret set {shlex.quote(where)} < {source}"
            desk = f'export {shlex.quote(where)}="$(cat {source})"'
            texts = (f"{say('github')} {github}", f"{say('desk')} {desk}")
            return _Step(say("put-env", where=where), texts, (say("elsewhere", where=where),))
        case Secret(kind="file"):
            where = _path(secret, desired)
            return _Step(say("put-file", where=where), (f"install -m 600 {source} {shlex.quote(where)}",))
        case _:
            command = (
                f"az keyvault secret set --vault-name {shlex.quote(_vault(secret))} --name {shlex.quote(secret.name)}"
                f" --file {source} --encoding utf-8 --output none"
            )
            return _Step(say("put-keyVault", where=secret.where, name=secret.name), (command,))


def _checks(token: Token, say: Phrases) -> list[str]:
    checks = [say("checked-VPP120", organization=token.organization)] if token.secret else []
    checks.append(say("checked-VPP116"))
    if token.apple_id:
        checks.append(say("checked-VPP115", account=token.apple_id))
    return [*checks, say("checked-sync")] if token.secret else checks


def _portal(token: Token) -> str:
    return token.account_type if token.account_type in _PORTALS else "unknown"


def _location(token: Token, say: Phrases) -> str:
    """The location as Apple's portal shows it; names are not unique there, so the id as well where it is known."""
    name = token.location.name if token.location else None
    uid = token.location.uid if token.location else None
    if name and uid:
        return say("location-both", name=name, uid=uid)
    if name:
        return say("location-name", name=name)
    return say("location-uid", uid=uid) if uid else say("location-unknown", organization=token.organization)


def _file(token: Token) -> str:
    """What Apple calls the file, without what could lead out of the folder of downloads."""
    name = (token.location.name if token.location else None) or token.organization
    return f"sToken_for_{shown(name).replace('/', '_')}.vpptoken"


def _path(secret: Secret, desired: DesiredState) -> str:
    """The file's path as it is from the working directory."""
    return place_of(Secret("file", posixpath.normpath(posixpath.join(desired.tenant.path, secret.where))))


def _vault(secret: Secret) -> str:
    """The name of a vault in its address."""
    return secret.where.removeprefix("https://").split(".")[0]


def _variable(token: Token) -> str:
    """A variable that could hold this token's secret."""
    return "VPP_TOKEN_" + (_NEITHER_NAME_NOR_NUMBER.sub("_", token.name.upper()).strip("_") or "1")
