"""The schema of a plan file."""

from reconciler.schema.parts import (
    Schema,
    choice,
    digest,
    finding,
    flag,
    instant,
    listing,
    mapping,
    maybe,
    position,
    table,
    text,
    version,
    whole,
)


def plan() -> Schema:
    """A plan, as `plan --out` writes it: canonical JSON with a digest over everything else in it."""
    return {
        "title": "Plan",
        **mapping(
            "What would be done to one tenant, and what is held back.",
            {
                "formatVersion": version(),
                "tool": tool(),
                "tenant": _tenant(),
                "createdAt": instant("When it was made."),
                "expiresAt": instant("From when on it is no longer applied."),
                "source": source(),
                "base": _base(),
                "observed": _observed(),
                "summary": _summary(),
                "changes": listing("The changes: tokens, then by book and target.", _change()),
                "findings": listing("What was found.", finding()),
                "forecast": listing("The licences that the changes may use up, by book.", _forecast()),
                "unmanaged": listing("Assignments in the tenant that git does not manage.", _unmanaged()),
                "digest": digest("Over the canonical JSON of everything else."),
            },
        ),
    }


def tool() -> Schema:
    """The program that wrote a file."""
    return mapping("What wrote this.", {"name": text("Its name."), "version": text("Its version.")})


def source() -> Schema:
    """What a plan was made from."""
    return mapping(
        "What it was made from.",
        {
            "commit": maybe(text("The commit; null outside of git.")),
            "dirty": flag("Whether there were changes that are in no commit."),
            "desiredDigest": digest("Over the resolved desired state with its policy."),
        },
    )


def applied_source() -> Schema:
    """What an apply was made from, with the limits that were in force."""
    limits = {
        "type": ["object", "null"],
        "description": "The limits of the policy, by their YAML keys; null in a receipt for a run that died.",
    }
    fields = {"type": "object", "description": "The fields of one VPP token."}
    tokens = table("The fields of VPP tokens that were as declared at the end, by handle.", fields)
    made = source()
    properties = {**made["properties"], "policy": limits, "tokens": tokens}
    return {**made, "properties": properties, "required": [key for key in properties if key != "tokens"]}


def values(about: str) -> Schema:
    """The fields of an assignment or a token before or after a change."""
    return {"type": "object", "description": about}


def _tenant() -> Schema:
    return mapping(
        "The tenant it is for.",
        {
            "name": text("Its name."),
            "tenantId": maybe(text("Its id in Entra.")),
            "cloud": choice("Its cloud.", "sandbox", "global", "usgov", "usgovdod", "china"),
            "path": text("Its folder, relative to the working directory."),
        },
    )


def _base() -> Schema:
    return mapping(
        "What it builds on.",
        {
            "record": maybe(digest("The newest record with a map of what was last applied.")),
            "commit": maybe(text("The commit given by --base.")),
        },
    )


def _observed() -> Schema:
    return mapping(
        "What the tenant reported.",
        {"at": instant("When it was read."), "digest": digest("Over what was read of it.")},
    )


def _summary() -> Schema:
    counts = {
        "create": "assignments and tokens that will be created",
        "update": "assignments and tokens that will be updated",
        "delete": "assignments that will be removed",
        "renew": "tokens that will be renewed",
        "held": "changes that are held back; they count nowhere else",
        "unmanaged": "assignments that git does not manage",
        "drift": "things that were changed outside of git",
    }
    return mapping(
        "Counts.",
        {
            **{key: whole(f"How many {about}.") for key, about in counts.items()},
            "seats": _seats("The seats that the plan may use."),
            "verdict": choice("What it amounts to, the gravest first.", "blocked", "attention", "changes", "clean"),
        },
    )


def _seats(about: str) -> Schema:
    return mapping(
        about,
        {
            "worst": maybe(whole("At most; null where nothing can be said.")),
            "best": maybe(whole("At least; null where nothing can be said.")),
        },
    )


def _book() -> Schema:
    return mapping(
        "The book.",
        {
            "id": text("Intune's object id."),
            "title": text("Its title."),
            "token": text("The declared name of its token, or Intune's id of it."),
        },
    )


def _change() -> Schema:
    target = mapping(
        "The group.",
        {
            "type": {"const": "group", "description": "Always a group."},
            "id": text("Its object id in Entra."),
            "displayName": text("Its name in the tenant."),
        },
    )
    token = mapping("The token.", {"id": maybe(text("Intune's object id.")), "name": text("Its declared name.")})
    return mapping(
        "One change of an assignment or of a token.",
        {
            "id": text("`a:<book id>:<group id>` or `t:<token name>`."),
            "kind": choice("What changes.", "assignment", "token"),
            "action": choice("What is done.", "create", "update", "delete", "renew"),
            "origin": choice("Where it comes from.", "initial", "git", "drift", "both"),
            "book": maybe(_book()),
            "target": maybe(target),
            "token": token,
            "before": maybe(values("What is there now; null for what is new.")),
            "after": maybe(values("What will be there; null for what is removed.")),
            "seats": _seats("The seats that this change may use."),
            "position": maybe(position("Where the YAML says so, relative to the tenant's folder.")),
            "held": maybe(_held()),
            "attribution": maybe(_attribution()),
        },
        optional=("token",),
    )


def _held() -> Schema:
    return mapping(
        "Why it is held back.",
        {
            "rule": maybe(text("The rule that holds it; null for the mode observe.")),
            "reason": text("Why."),
            "remedy": text("What lifts it."),
        },
    )


def _attribution() -> Schema:
    return mapping(
        "Who changed it outside of git, by Intune's audit log.",
        {"actor": text("Who."), "at": instant("When."), "activity": text("What the log calls it.")},
    )


def _forecast() -> Schema:
    counts = {
        "total": "Seats bought.",
        "used": "Seats in use.",
        "covered": "Distinct users in all assigned groups after the plan.",
        "required": "Distinct users of the groups with the intent required.",
        "knownHolders": "Covered users who are known to have it.",
        "worst": "Seats in use after the plan, at most.",
        "best": "Seats in use after the plan, at least.",
    }
    return mapping(
        "The licences of one book after the plan.",
        {
            "book": _book(),
            **{key: maybe(whole(about)) for key, about in counts.items()},
            "new": _seats("How many more than now."),
            "short": _seats("How many are lacking."),
            "reasons": listing("Why the range is wide or unknown.", text("One reason.")),
        },
    )


def _unmanaged() -> Schema:
    target = mapping(
        "Whom it addresses.",
        {
            "type": text("The kind of target, as the tenant calls it."),
            "id": maybe(text("The group's object id, where it is one.")),
            "displayName": maybe(text("The group's name, where it is one.")),
        },
    )
    return mapping(
        "An assignment that git does not manage.",
        {"book": _book(), "target": target, "intent": text("Its intent, as the tenant calls it.")},
    )
