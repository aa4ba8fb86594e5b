"""Asks Apple all that is compared, and stops at the first question that cannot be answered. Read `observe_apple`."""

from collections.abc import Collection
from dataclasses import replace

from reconciler.model.apple import AppleAnswers, AppleAssignment, AppleReader
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId


def observe_apple(reader: AppleReader, holders_of: Collection[AdamId] = ()) -> AppleAnswers:
    """What Apple says of a location: who has it, its books, its people, and the holders of some books.

    Never raises for what Apple does: what could not be read is missing, and `failure` is why. One request for the
    location, then the pages of books, of people, and of the licences of each book in `holders_of`.
    """
    answers = AppleAnswers()
    try:
        answers = replace(answers, location=reader.location())
        answers = replace(answers, books=reader.books())
        answers = replace(answers, users=reader.users())
        for adam_id in sorted(set(holders_of)):
            people = _holders(reader.assignments(adam_id), adam_id)
            answers = replace(answers, holders={**answers.holders, adam_id: people})
    except ServiceError as error:
        return replace(answers, failure=error)
    return answers


def _holders(assignments: Collection[AppleAssignment], adam_id: AdamId) -> int:
    """People with a licence of a book, whatever its quality."""
    return len({one.client_user for one in assignments if one.adam_id == adam_id and one.client_user is not None})
