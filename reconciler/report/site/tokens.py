"""The page about VPP tokens: when they expire, how fresh they are. Read `token_table` and `token_calendar`."""

from collections.abc import Sequence
from datetime import datetime

from reconciler.model.status import TokenFigures
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.charts import Calendar, Due, calendar
from reconciler.report.site.table import NOTHING, Cell, Column, Row, Table, text
from reconciler.report.site.words import age_word, day, left_word, moment, token_tone


def token_table(tokens: Sequence[TokenFigures], say: Phrases) -> Table:
    """One row for each token."""
    columns = (
        Column(say("column-token")),
        Column(say("column-state")),
        Column(say("column-expires")),
        Column(say("column-last-sync")),
        Column(say("column-organization")),
        Column(say("column-apple-account")),
    )
    rows = tuple(_row(token, say) for token in tokens)
    return Table("tokens", say("site-tokens"), columns, rows, say("site-no-tokens"))


def token_calendar(tokens: Sequence[TokenFigures], now: datetime, say: Phrases) -> Calendar | None:
    """When the tokens expire, on a line of time; None where no date is known."""
    dues = [Due(one.name, one.expires, token_tone(one)) for one in tokens if one.expires is not None]
    return calendar(dues, now, say)


def _row(token: TokenFigures, say: Phrases) -> Row:
    note = "" if token.declared else say("site-not-in-git")
    left = left_word(token, say)
    expires = Cell(day(token.expires) or NOTHING, day(token.expires), token_tone(token), left if token.expires else "")
    synced = Cell(
        age_word(token, say),
        moment(token.last_sync),
        note=say.word("sync", token.sync_status) if token.sync_status else "",
    )
    return Row(
        (
            Cell(token.name, note=note),
            Cell(say.word("token-state", token.state), tone="error" if token.state != "valid" else ""),
            expires,
            synced,
            text(token.organization, note=token.location),
            text(token.apple_id),
        )
    )
