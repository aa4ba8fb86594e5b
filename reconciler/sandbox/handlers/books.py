"""Reading books: the books themselves, their assignments, install states and categories."""

from itertools import zip_longest

from reconciler.sandbox.call import Call
from reconciler.sandbox.collection import (
    Collection,
    Expander,
    Item,
    Only,
    count_answer,
    in_memory,
    item_answer,
    list_answer,
)
from reconciler.sandbox.entities import entity
from reconciler.sandbox.errors import not_found
from reconciler.sandbox.installs import device_states, devices_of_user, install_summary, user_summaries
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.objects import Row, count_objects, key_of, objects_after
from reconciler.sandbox.odata.options import ITEM_OPTIONS
from reconciler.sandbox.odata.projection import selected, visible, visible_assignment
from reconciler.sandbox.pending import shown_assignments
from reconciler.sandbox.values import objects_of, text_of

_ROOT = "deviceAppManagement/managedEBooks"


def list_books(call: Call) -> Answer:
    """A page of books."""
    return list_answer(call, _books(call))


def count_books(call: Call) -> Answer:
    """The number of books."""
    return count_answer(call, _books(call))


def get_book(call: Call) -> Answer:
    """One book."""
    return item_answer(call, _books(call), _book_item(call, call.row("managedEBook")))


def list_book_part(call: Call, relation: str) -> Answer:
    """A page of what belongs to one book: assignments, deviceStates, userStateSummary or categories."""
    return list_answer(call, _book_part(call, relation))


def count_book_part(call: Call, relation: str) -> Answer:
    """The number of them."""
    return count_answer(call, _book_part(call, relation))


def get_book_part(call: Call, relation: str) -> Answer:
    """One of them."""
    return _one_of(call, _book_part(call, relation), call.parameters["part"])


def get_install_summary(call: Call) -> Answer:
    """The install summary of one book."""
    book = call.row("managedEBook")
    options = call.options(entity("eBookInstallSummary"), ITEM_OPTIONS)
    context = f"{call.root}/$metadata#{_ROOT}('{book.json['id']}')/installSummary/$entity"
    return Answer(200, {"@odata.context": context, **selected(install_summary(call.store, book), options.select)})


def list_user_devices(call: Call) -> Answer:
    """A page of the install states of one user's devices for one book."""
    return list_answer(call, _user_devices(call))


def count_user_devices(call: Call) -> Answer:
    """The number of them."""
    return count_answer(call, _user_devices(call))


def get_user_device(call: Call) -> Answer:
    """One of them."""
    return _one_of(call, _user_devices(call), call.parameters["device"])


def list_categories(call: Call) -> Answer:
    """A page of the categories that any book has."""
    return list_answer(call, _categories(call))


def count_categories(call: Call) -> Answer:
    """The number of them."""
    return count_answer(call, _categories(call))


def get_category(call: Call) -> Answer:
    """One of them."""
    return _one_of(call, _categories(call), call.parameters["id"])


def assignments(call: Call, book: Row) -> list[JsonObject]:
    """The assignments of a book as this read shows them."""
    identifier = str(book.json["id"])
    stored = shown_assignments(call.store, book, call.now)
    return [visible_assignment(identifier, assignment, call.version) for assignment in stored]


def _books(call: Call) -> Collection:
    return Collection(
        entity=entity("iosVppEBook"),
        context=_ROOT,
        items=lambda after, only: (
            _book_item(call, row) for row in objects_after(call.store, "managedEBook", after, only)
        ),
        total=lambda: count_objects(call.store, "managedEBook"),
        relations=_RELATIONS,
    )


def _book_item(call: Call, row: Row) -> Item:
    return Item(row.pos, visible(entity("iosVppEBook"), row.json, call.version), row)


def _device_states(call: Call, book: Row) -> list[JsonObject]:
    return [visible(_PART_ENTITY["deviceStates"], state, call.version) for state in device_states(call.store, book)]


def _user_summaries(call: Call, book: Row) -> list[JsonObject]:
    """The rows of users, without what they relate to."""
    rows = user_summaries(call.store, book)
    return [visible(_PART_ENTITY["userStateSummary"], row, call.version) for row in rows]


def _install_summary(call: Call, book: Row) -> JsonObject:
    return install_summary(call.store, book)


def _book_categories(_: Call, book: Row) -> list[JsonObject]:
    return objects_of(book.json, "categories")


_PART_ENTITY = {
    "assignments": entity("managedEBookAssignment"),
    "deviceStates": entity("deviceInstallState"),
    "userStateSummary": entity("userInstallStateSummary"),
    "categories": entity("managedEBookCategory"),
}
_RELATIONS: dict[str, Expander] = {
    "assignments": assignments,
    "categories": _book_categories,
    "deviceStates": _device_states,
    "installSummary": _install_summary,
    "userStateSummary": _user_summaries,
}


def _book_part(call: Call, relation: str) -> Collection:
    book = call.row("managedEBook")
    sources = user_summaries(call.store, book) if relation == "userStateSummary" else ()
    shown = _listed(call, book, relation)
    items = [Item(at, value, source) for at, (value, source) in enumerate(zip_longest(shown, sources), start=1)]
    return Collection(
        entity=_PART_ENTITY[relation],
        context=f"{_ROOT}('{book.json['id']}')/{relation}",
        items=in_memory(items),
        total=lambda: len(items),
        relations={"deviceStates": lambda call, row: devices_of_user(call.store, book, row)},
    )


def _listed(call: Call, book: Row, relation: str) -> list[JsonObject]:
    value = _RELATIONS[relation](call, book)
    return value if isinstance(value, list) else []


def _user_devices(call: Call) -> Collection:
    book = call.row("managedEBook")
    wanted = key_of(call.parameters["part"])
    users = user_summaries(call.store, book)
    summary = next((user for user in users if key_of(text_of(user, "id") or "") == wanted), None)
    if summary is None:
        raise not_found("userStateSummary", call.parameters["part"])
    items = [Item(at, value, None) for at, value in enumerate(devices_of_user(call.store, book, summary), start=1)]
    context = f"{_ROOT}('{book.json['id']}')/userStateSummary('{summary['id']}')/deviceStates"
    return Collection(entity("deviceInstallState"), context, in_memory(items), lambda: len(items))


def _categories(call: Call) -> Collection:
    found: dict[str, JsonObject] = {}
    for book in objects_after(call.store, "managedEBook"):
        for category in _book_categories(call, book):
            found.setdefault(key_of(text_of(category, "id") or ""), category)
    items = [Item(at, found[key], None) for at, key in enumerate(sorted(found), start=1)]
    return Collection(
        entity("managedEBookCategory"),
        "deviceAppManagement/managedEBookCategories",
        in_memory(items),
        lambda: len(items),
    )


def _one_of(call: Call, collection: Collection, identifier: str) -> Answer:
    wanted = key_of(identifier)
    nothing: Only = {}
    for item in collection.items(0, nothing):
        if key_of(text_of(item.shown, "id") or "") == wanted:
            return item_answer(call, collection, item)
    raise not_found(collection.entity.name, identifier)
