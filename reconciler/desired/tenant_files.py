"""Loads the files of one tenant. `load_tenant` first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode

from reconciler.desired.checks import check
from reconciler.desired.errors import bad_keys, judge
from reconciler.desired.files import Contents, absolute, below, repository_root
from reconciler.desired.guard import Unreadable
from reconciler.desired.locate import child, key_at, node_at
from reconciler.desired.nouns import book, entries, group, reading_list
from reconciler.desired.read import Tree, read
from reconciler.desired.tenant_nouns import policy, tenant
from reconciler.desired.tenants import TenantFolder
from reconciler.desired.token_nouns import token
from reconciler.model.catalogue.repository import FILE_UNREADABLE, SCHEMA_INVALID
from reconciler.model.catalogue.tokens import TOKEN_SECRET_IN_REPO
from reconciler.model.entities import Book, Cloud, Declarations, Group, Policy, ReadingList, Tenant, Token
from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.quoting import shown

_VAULT_SUFFIXES = {
    Cloud.SANDBOX: ".vault.azure.net",
    Cloud.GLOBAL: ".vault.azure.net",
    Cloud.USGOV: ".vault.usgovcloudapi.net",
    Cloud.USGOVDOD: ".vault.usgovcloudapi.net",
    Cloud.CHINA: ".vault.azure.cn",
}
"""Where the vaults of each cloud live. Source: Azure Key Vault, "DNS suffixes for object identifiers"."""
_LONGEST_PROBLEM = 300
_VAULT_NAME = r"https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]"


@dataclass(slots=True)
class _Gathered:
    """What the files read so far say."""

    folder: str
    tenants: list[tuple[Tenant, Position]] = field(default_factory=list)
    policies: list[tuple[Policy, Position]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    books: list[Book] = field(default_factory=list)
    lists: list[ReadingList] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load_tenant(folder: TenantFolder, contents: Contents) -> tuple[Declarations, list[Finding]]:
    """What the files of a tenant declare, in the order of files and places, and what is wrong with them."""
    gathered = _Gathered(folder.path)
    for link in folder.links:
        at = Position(below(folder.path, link), 1, 1)
        gathered.findings.append(FILE_UNREADABLE.found(at, variant="link"))
    root = str(folder.folder)
    paths = [below(folder.path, file) for file in folder.files]
    for path, file in zip(paths, folder.files, strict=True):
        _load_file(gathered, path, f"{root}/{file}", contents)
    gathered.findings.extend(_one_tenant(gathered, folder))
    gathered.findings.extend(_secret_places(gathered, folder.folder))
    files = tuple(sorted([*paths, *(below(folder.path, link) for link in folder.links)]))
    return _declarations(gathered, files), gathered.findings


def _load_file(gathered: _Gathered, path: str, file: str, contents: Contents) -> None:
    try:
        tree = read(path, _bytes(file, contents))
    except Unreadable as stop:
        at = Position(path, stop.line, stop.column)
        params: dict[str, Any] = {key: shown(value, _LONGEST_PROBLEM) for key, value in stop.params.items()}
        gathered.findings.append(FILE_UNREADABLE.found(at, path, variant=stop.variant, **params))
        return
    gathered.findings.extend(bad_keys(tree))
    gathered.findings.extend(judge(tree))
    gathered.findings.extend(check(tree))
    if tree.root is not None:
        _declare(gathered, tree, tree.root)


def _bytes(file: str, contents: Contents) -> bytes:
    """The content of a file; one byte more than allowed is enough to know that it is too large."""
    try:
        return contents.take(file) or b""
    except OSError as error:
        raise Unreadable("access", problem=error.strerror or "the system gives no reason") from error


def _declare(gathered: _Gathered, tree: Tree, root: MappingNode) -> None:
    """Adds the nouns of one file."""
    path, value = tree.path, tree.value
    if (node := _mapping(tree, "tenant")) is not None:
        gathered.tenants.append((tenant(path, gathered.folder, value["tenant"], node), _key_place(tree, "tenant")))
    if (node := _mapping(tree, "policy")) is not None:
        gathered.policies.append((policy(path, value["policy"], node), _key_place(tree, "policy")))
    gathered.tokens.extend(token(path, *entry) for entry in entries(value.get("tokens"), child(root, "tokens")))
    gathered.groups.extend(group(path, *entry) for entry in entries(value.get("groups"), child(root, "groups")))
    gathered.books.extend(book(path, *entry) for entry in entries(value.get("books"), child(root, "books")))
    lists = entries(value.get("readingLists"), child(root, "readingLists"))
    gathered.lists.extend(reading_list(path, *entry) for entry in lists)


def _mapping(tree: Tree, key: str) -> MappingNode | None:
    """The node of a mapping at the top of the file, where its value is right."""
    node = node_at(tree, (key,))
    return node if key in tree.value and isinstance(node, MappingNode) else None


def _key_place(tree: Tree, key: str) -> Position:
    node = key_at(tree, (key,))
    return tree.place(node) if node is not None else Position(tree.path, 1, 1)


def _one_tenant(gathered: _Gathered, folder: TenantFolder) -> Iterator[Finding]:
    """One tenant and one policy per folder, and no tenant inside of another."""
    direct = [(made, at) for made, at in gathered.tenants]
    for _, at in direct[1:]:
        yield SCHEMA_INVALID.found(at, "tenant", variant="tenant-second", folder=gathered.folder)
    if folder.outer is not None and direct:
        yield SCHEMA_INVALID.found(
            direct[0][1], "tenant", variant="tenant-inside", folder=gathered.folder, outer=folder.outer
        )
    for _, at in gathered.policies[1:]:
        yield SCHEMA_INVALID.found(at, "policy", variant="policy-second")


def _secret_places(gathered: _Gathered, folder: Path) -> Iterator[Finding]:
    """Secrets in a file inside the repository, and vaults of another cloud."""
    cloud = gathered.tenants[0][0].cloud if gathered.tenants else Cloud.SANDBOX
    root = repository_root(folder) or folder
    for declared in gathered.tokens:
        secret = declared.secret
        if secret is None:
            continue
        if secret.kind == "file" and _inside(root, absolute(folder, secret.where)):
            yield TOKEN_SECRET_IN_REPO.found(declared.marks.position("secret.file"), declared.name, variant="file")
        suffix = _VAULT_SUFFIXES[cloud]
        if (
            secret.kind == "keyVault"
            and secret.where
            and not re.fullmatch(_VAULT_NAME + re.escape(suffix) + "/?", secret.where)
        ):
            yield SCHEMA_INVALID.found(
                declared.marks.position("secret.keyVault.vault"),
                declared.name,
                variant="type-vault",
                field="secret.keyVault.vault",
                found=f'"{shown(secret.where)}"',
                suffix=suffix,
            )


def _inside(root: Path, file: Path) -> bool:
    """Whether a file is inside the repository, as written or after following links."""
    try:
        return file.is_relative_to(root) or file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return True


def _declarations(gathered: _Gathered, files: tuple[str, ...]) -> Declarations:
    return Declarations(
        path=gathered.folder,
        files=files,
        tenant=gathered.tenants[0][0] if gathered.tenants else None,
        policy=gathered.policies[0][0] if gathered.policies else Policy(),
        tokens=tuple(gathered.tokens),
        groups=tuple(gathered.groups),
        books=tuple(gathered.books),
        reading_lists=tuple(gathered.lists),
    )
