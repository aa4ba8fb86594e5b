"""What of a tenant becomes which declarations. Pure; read `adopt`.

Nothing is ever removed, and what the rules refuse is left as it is and told. Adopting twice changes nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reconciler.adopt.books import (
    BookChanges,
    adam_ids,
    assignment_entries,
    book_entry,
    book_values,
    compare,
    declarable,
    overlay,
    title_of,
)
from reconciler.adopt.groups import aliases, group_entry, renamed
from reconciler.adopt.known import Known, Memory
from reconciler.adopt.places import Places, books_path
from reconciler.adopt.tokens import handles, lacking, token_entry, token_values
from reconciler.adopt.wishes import Scope
from reconciler.model.adoption import Adoption, Left, LeftKind, Step, StepKind
from reconciler.model.edits import AddItems, Edit, Entry, SetValue
from reconciler.model.entities import Intent
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle, TokenId, assignment_id
from reconciler.model.matching import BookMatch
from reconciler.model.observed import ObservedBook, ObservedState, ObservedToken


def adopt(observed: ObservedState, known: Known, memory: Memory, scope: Scope) -> Adoption:
    """The edits that let the YAML say what the tenant shows, or what a book list adds to it."""
    work = _Work(observed, known, memory, scope)
    work.visit_declared()
    work.visit_new()
    return work.result()


@dataclass(slots=True)
class _NewBook:
    book: ObservedBook
    handle: Handle
    assignments: dict[GroupId, Intent]


@dataclass(slots=True)
class _Work:
    observed: ObservedState
    known: Known
    memory: Memory
    scope: Scope
    declared: list[tuple[BookMatch, BookChanges]] = field(default_factory=list)
    new: list[_NewBook] = field(default_factory=list)
    new_tokens: dict[TokenId, Handle] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    already: list[ChangeId] = field(default_factory=list)

    def visit_declared(self) -> None:
        """Compares the books that the YAML has."""
        for book, match in self.known.books.items():
            if not self._meant(book):
                continue
            wish = self.scope.wish
            if wish is None:
                changes = compare(match, self.observed, self.known, self.memory, forced=self.scope.forced)
            else:
                changes = overlay(match, wish.get(book, {}), self.known, self.observed)
            self.declared.append((match, changes))
            self.left.extend(changes.left)
            self.already.extend(assignment_id(book, group) for group in changes.already)

    def visit_new(self) -> None:
        """Finds the books and VPP tokens that the YAML lacks."""
        tokens = self._tokens()
        for book in self.observed.books:
            if book.id in self.known.books or not self._meant(book.id):
                continue
            handle = tokens.get(book.token) if book.token else None
            if book.id in self.known.unclear_books or book.token in self.known.unclear_tokens:
                self.left.append(Left(LeftKind.UNCLEAR, title_of(book), book.id))
            elif handle is None:
                self.left.append(Left(LeftKind.TOKENLESS, title_of(book), book.id, reason=book.token or ""))
            else:
                assignments, left = declarable(book, self.observed)
                self.left.extend(left)
                assignments |= (self.scope.wish or {}).get(book.id, {})
                self.new.append(_NewBook(book, handle, assignments))
        self.new.sort(key=lambda new: (title_of(new.book), new.book.id))

    def _meant(self, book: BookId) -> bool:
        return self.scope.only is None or book in self.scope.only

    def _tokens(self) -> dict[TokenId, Handle]:
        """The handle of every VPP token that is declared or can be; notes those that are new."""
        undeclared: dict[TokenId, ObservedToken] = {}
        for token in self.observed.tokens:
            if token.id in self.known.handles or token.id in self.known.unclear_tokens:
                continue
            if key := lacking(token):
                name = token.display_name or token.location_name or token.organization or token.id
                self.left.append(Left(LeftKind.TOKEN, name, token.id, reason=key))
            else:
                undeclared[token.id] = token
        desired = self.known.desired
        self.new_tokens = handles(undeclared, (one.name for one in (desired.tokens if desired else ())))
        return {**self.known.handles, **self.new_tokens}

    def result(self) -> Adoption:
        """The edits and steps, in order: tokens, groups, declared books, new books."""
        self._narrow()
        places = Places(self.known)
        self._add_tokens(places)
        texts = self._add_groups(places)
        for match, changes in self.declared:
            self._edit_book(match, changes, texts, places)
        self._add_books(places, texts)
        return Adoption(
            edits=_merged(self.edits),
            steps=tuple(self.steps),
            left=tuple(sorted(self.left, key=_in_order)),
            already=tuple(sorted(self.already)),
        )

    def _narrow(self) -> None:
        """Of the VPP tokens only those that the meant books need, where not all books are meant."""
        if self.scope.only is not None:
            needed = {new.book.token for new in self.new}
            self.new_tokens = {token: handle for token, handle in self.new_tokens.items() if token in needed}
            self.left = [one for one in self.left if one.kind is not LeftKind.TOKEN]

    def _add_tokens(self, places: Places) -> None:
        if self.scope.only is None and self.known.desired:
            self._edit_tokens()
        shown = {token.id: token for token in self.observed.tokens}
        new = sorted(self.new_tokens.items(), key=lambda item: (item[1], item[0]))
        for addition in places.additions(
            "tokens", "tokens", "tokens.yaml", [token_entry(shown[token], handle) for token, handle in new]
        ):
            self._append(addition, StepKind.TOKEN, "name")

    def _edit_tokens(self) -> None:
        memory = None if self.memory.applied is None else self.memory.tokens
        shown = {handle: token for token, handle in self.known.handles.items()}
        by_id = {token.id: token for token in self.observed.tokens}
        for token in self.known.desired.tokens if self.known.desired else ():
            if (there := shown.get(token.name)) is not None:
                for value in token_values(token, by_id[there], memory):
                    former = {"countryOrRegion": token.country}.get(value.key)
                    self._set(value, StepKind.VALUE, token.name, former, by_id[there].id)

    def _add_groups(self, places: Places) -> dict[GroupId, str]:
        """Declares the groups that are needed and have no name in the YAML; gives the text for every group."""
        needed = {group for _, changes in self.declared for group in changes.new or ()}
        needed |= {group for new in self.new for group in new.assignments}
        missing = [self.observed.groups[group] for group in sorted(needed - self.known.group_texts.keys())]
        if self.scope.only is None:
            self._rename_groups()
        made = aliases(missing, self.known, self.observed)
        entries = [
            group_entry(group, made[group.id], self.known)
            for group in sorted(missing, key=lambda group: (group.display_name, group.id))
        ]
        for addition in places.additions("groups", "groups", "groups.yaml", entries):
            self._append(addition, StepKind.GROUP, "alias")
        return {**self.known.group_texts, **made}

    def _rename_groups(self) -> None:
        for value, may, former in renamed(self.known, self.observed):
            if may:
                self._set(value, StepKind.VALUE, former, former)
            else:
                self.left.append(
                    Left(LeftKind.NAMED, former, shown=str(value.value), declared=former, position=value.entry)
                )

    def _edit_book(self, match: BookMatch, changes: BookChanges, texts: Mapping[GroupId, str], places: Places) -> None:
        subject, book = title_of(match.observed), match.desired.book
        if self.scope.wish is None:
            for value, former in book_values(match, self.known):
                self._set(value, StepKind.VALUE, subject, former, match.observed.id)
        for change in changes.intents:
            value = SetValue(book.marks.position(), "intent", str(change.intent), inner=change.assignment.position)
            self._set_intent(value, subject, change.group, str(change.assignment.intent), match.observed.id)
        if not changes.new:
            return
        items = assignment_entries(changes.new, texts)
        if book.marks.path:
            additions = [AddItems(book.marks.path, "assignments", items, book.marks.position())]
        else:
            # Only a reading list speaks of it, by number: the new entry says which book that is.
            entry = book_entry(match.observed, book.token, match.observed.adam_id, items)
            additions = self._placed(places, book.token, [entry])
        self.edits.extend(additions)
        path = additions[-1].path
        for group, intent in sorted(changes.new.items()):
            name = self.observed.groups[group].display_name
            self.steps.append(
                Step(StepKind.ASSIGNMENT, subject, path, name, after=str(intent), identity=match.observed.id)
            )

    def _add_books(self, places: Places, texts: Mapping[GroupId, str]) -> None:
        known_adam = adam_ids({new.book.id: (new.handle, new.book) for new in self.new}, self.known)
        for handle in sorted({new.handle for new in self.new}):
            shelf = [new for new in self.new if new.handle == handle]
            entries = [
                book_entry(new.book, handle, known_adam.get(new.book.id), assignment_entries(new.assignments, texts))
                for new in shelf
            ]
            for addition in self._placed(places, handle, entries):
                self._append(addition, StepKind.BOOK, "title")

    def _placed(self, places: Places, handle: Handle, entries: list[Entry]) -> list[AddItems]:
        return places.additions(f"books/{handle}", "books", books_path(handle), entries)

    def _append(self, addition: AddItems, kind: StepKind, name: str) -> None:
        self.edits.append(addition)
        for item in addition.items:
            assignments = item.get("assignments")
            self.steps.append(
                Step(
                    kind,
                    str(item.get(name)),
                    addition.path,
                    identity=str(item.get("id") or ""),
                    assignments=len(assignments) if isinstance(assignments, tuple) else 0,
                )
            )

    def _set(self, value: SetValue, kind: StepKind, subject: str, former: str | None, identity: str = "") -> None:
        self.edits.append(value)
        after = value.value if isinstance(value.value, str) else str(value.value).lower()
        self.steps.append(Step(kind, subject, value.path, value.key, former, after, value.entry, identity))

    def _set_intent(self, value: SetValue, subject: str, group: GroupId, former: str, book: BookId) -> None:
        self.edits.append(value)
        name = self.observed.groups[group].display_name
        self.steps.append(Step(StepKind.INTENT, subject, value.path, name, former, str(value.value), value.inner, book))


def _merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits with all additions to one list as one."""
    merged: dict[object, Edit] = {}
    for edit in edits:
        key: object = edit
        if isinstance(edit, AddItems):
            key = (edit.path, edit.key, edit.entry)
            before = merged.get(key)
            edit = replace(edit, items=before.items + edit.items) if isinstance(before, AddItems) else edit
        merged[key] = edit
    return tuple(merged.values())


def _in_order(left: Left) -> tuple[str, str, str, str]:
    return (str(left.kind), left.subject, left.identity, left.target)
