"""What the content tokens of one tenant tell that are at hand here: their facts, and Apple's word on their locations.

The secrets themselves stay in this module: a plan is given facts, and an apply a way to ask for one at a time.
"""

from collections.abc import Callable, Mapping

from reconciler.cli.run import Run
from reconciler.cli.secret_door import secret_sources
from reconciler.model.apple import AppleAnswers
from reconciler.model.content_token import Absence, ContentToken, Flaw
from reconciler.model.contents import NOTHING_AT_HAND, AtHand
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Token
from reconciler.model.ids import Handle
from reconciler.model.progress import Progress, silent
from reconciler.model.secret import Bad, Found, Missing, Sought, contents_of
from reconciler.secrets.find import find_all


def at_hand(run: Run, desired: DesiredState, progress: Progress = silent) -> AtHand:
    """The facts of all content tokens that can be found, and what Apple answers with those that are right."""
    if not any(token.secret for token in desired.tokens):
        return NOTHING_AT_HAND
    sought = find_all(desired.tokens, secret_sources(run.settings, desired))
    return AtHand(contents_of(sought), _asked(run, desired, sought, progress))


def content_of(run: Run, desired: DesiredState) -> Callable[[Handle], ContentToken | Flaw | Absence]:
    """Looks a content token up anew each time it is asked for: what is written is what is there at that moment."""

    def look(name: Handle) -> ContentToken | Flaw | Absence:
        token = desired.token_of[name]
        match find_all([token], secret_sources(run.settings, desired)).get(name):
            case Found(content=content):
                return content
            case Bad(flaw=flaw):
                return flaw
            case Missing(why=why):
                return why
            case None:
                return Absence.NOT_SET

    return look


def _asked(
    run: Run, desired: DesiredState, sought: Mapping[Handle, Sought], progress: Progress
) -> dict[Handle, AppleAnswers]:
    right = [
        (token, found.content)
        for token in desired.tokens
        for found in [sought.get(token.name)]
        if isinstance(found, Found) and _is_right(run, token, found)
    ]
    if not right:
        return {}
    from reconciler.cli.apple_door import ask_apple, is_asked  # here: it loads HTTP, and most plans have no secret

    answers: dict[Handle, AppleAnswers] = {}
    if is_asked(run.settings, desired.tenant):
        for number, (token, content) in enumerate(right):
            progress("Apple", number, len(right))
            answers[token.name] = ask_apple(run.settings, desired.tenant, content)
        progress("Apple", len(right), len(right))
    return answers


def _is_right(run: Run, token: Token, found: Found) -> bool:
    """Whether it is of the declared organisation, and not past its date: another one is nothing to ask Apple with."""
    return found.facts.belongs_to(token) and found.content.expires > run.settings.clock()
