"""The schema of what an observation record holds."""

from reconciler.schema.parts import Schema, instant, listing, mapping, maybe, table, text, whole


def observation() -> Schema:
    """The body of an observation: audit events, seats, VPP tokens and pseudonyms, each where it was looked at."""
    return {
        "auditEvents": maybe(_events()),
        "seats": maybe(_seats()),
        "tokens": maybe(_tokens()),
        "groups": maybe(_groups()),
        "pseudonymKey": maybe(text("The fingerprint of the key that made the pseudonyms.")),
    }


def _events() -> Schema:
    event = {
        "id": text("The id of the event."),
        "at": instant("When it happened."),
        "actor": text("The administrator or the app."),
        "activity": text("What was done, in the words of the service."),
        "operation": text("The kind of operation."),
        "result": text("How it ended; empty where the service does not tell."),
        "correlation": text("The client's id of the request; empty where the service does not tell."),
        "resources": listing("What it touched.", text("The id of a book, of a VPP token, or of another thing.")),
    }
    return mapping(
        "Entries of the audit log on books and VPP tokens.",
        {
            "from": instant("From when on they are complete."),
            "to": instant("Until when they are complete."),
            "events": listing("The events, oldest first.", mapping("One event.", event)),
        },
    )


def _groups() -> Schema:
    users = listing("Its users, sorted.", text("A pseudonym: 128 bits in hexadecimal, never a name or an id."))
    return table("Users by group id, under pseudonyms.", users)


def _seats() -> Schema:
    row = {
        "title": text("The title of the book."),
        "token": maybe(text("The handle of its VPP token, else the id.")),
        "used": maybe(whole("Seats in use.")),
        "total": maybe(whole("Seats that were bought.")),
    }
    return table("Seats by book id.", mapping("Seats of one book.", row))


def _tokens() -> Schema:
    row = {
        "id": text("Intune's id of the VPP token."),
        "name": maybe(text("Its handle; null where no file declares it.")),
        "organization": maybe(text("The organisation.")),
        "appleId": maybe(text("The Apple account.")),
        "state": text("Its state, in the word of the service."),
        "expires": maybe(instant("When it expires.")),
        "lastSync": maybe(instant("When licences were last fetched from Apple.")),
        "syncStatus": maybe(text("How that ended.")),
    }
    return listing("The VPP tokens, never a secret.", mapping("One VPP token.", row))
