"""The rules about the repository and its files: VPP001 to VPP006."""

from reconciler.model.rule import Phase, Rule, Said, Severity

_CHANGE = "Correct the value; `reconciler schema` prints what is allowed."

SCHEMA_INVALID = Rule(
    "VPP001",
    "SCHEMA-INVALID",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Every file has the shape that the published JSON Schema describes.",
    why="A value that is not understood must never be guessed: it could give a book to the wrong people, for good.",
    source="Own",
    texts={
        "": Said("{field}: {found} is not allowed here.", _CHANGE),
        "choice": Said("{field}: {found} is not allowed here; use one of: {allowed}.", "Write one of: {allowed}."),
        "choice-near": Said("{field}: {found} is not allowed here; use one of: {allowed}.", 'Did you mean "{near}"?'),
        "type-text": Said("{field}: {found} is not a text.", "Write a text."),
        "type-integer": Said(
            "{field}: {found} is not an integer.", "Write a whole number without quotation marks, point or blanks."
        ),
        "type-boolean": Said(
            "{field}: {found} is neither true nor false.", "Write true or false, without quotation marks."
        ),
        "type-list": Said(
            "{field}: {found} is not a list.", "Write a list: one line per entry, each beginning with a dash."
        ),
        "type-mapping": Said("{field}: {found} is not a mapping.", "Write keys with their values here."),
        "type-date": Said("{field}: {found} is not a date.", "Write a day that exists, as YYYY-MM-DD."),
        "type-moment": Said(
            "{field}: {found} is neither a day nor an instant.",
            "Write YYYY-MM-DD, or an instant with its offset from UTC such as 2026-12-14T07:00:00+01:00.",
        ),
        "type-guid": Said(
            "{field}: {found} is not an object id.",
            "Write 32 hexadecimal digits in five groups, without braces: 8f0c0000-0000-0000-0000-000000000000.",
        ),
        "type-country": Said("{field}: {found} is not a country code.", 'Write two capital letters, such as "SE".'),
        "type-digest": Said("{field}: {found} is not a digest.", "Write sha256: and 64 hexadecimal digits."),
        "type-key": Said(
            "{field}: {found} is not a public ssh key.", "Write the key as in a .pub file: its type, then the key."
        ),
        "type-zone": Said("{field}: {found} is not a time zone.", "Write an IANA name, such as Europe/Stockholm."),
        "type-vault": Said(
            "{field}: {found} is not a key vault of this tenant's cloud.",
            "Write https://NAME{suffix}, with nothing after it.",
        ),
        "missing": Said("{field} is missing.", "Add {key}: here."),
        "empty": Said("{field} has nothing after it.", "Write a value, or remove the key."),
        "blank": Said("{field} is an empty text.", "Write a text, or remove the key."),
        "long": Said("{field} has {length} characters, {most} are allowed.", "Shorten the text."),
        "control": Said(
            "{field} has a control character or a line break.",
            "Write it on one line. A name that really has such a character is written with escapes in double quotes.",
        ),
        "range": Said("{field}: {found} is outside of {least} to {most}.", "Write a number from {least} to {most}."),
        "group-name": Said("{field} names no group: it has neither id nor displayName.", "Add id: or displayName:."),
        "one-secret": Said(
            "{field} needs exactly one of env, file and keyVault.",
            "Keep the one place where the content token is found.",
        ),
        "bound-missing": Said(
            "{field}: accepting {rule} needs {key}.", "Add {key}: with the number that was agreed on."
        ),
        "bound-foreign": Said("{field} is not the bound of {rule}.", "Remove {key}: here. {rule} has {bound}."),
        "by-seat-cap": Said(
            "{field}: {found} is accepted by a number, not by an entry here.",
            "Write seatCap: on the assignment; the budget of a whole plan is policy.maxNewSeats.",
        ),
        "freeze-order": Said(
            "{field}: the freeze ends before it begins.", "Write an end that is not before the beginning."
        ),
        "tenant-second": Said(
            'a second tenant: in the folder "{folder}".', "Keep one tenant: in one file of each folder."
        ),
        "tenant-inside": Said(
            'the tenant in "{folder}" stands inside the folder of another tenant, "{outer}".',
            "Move one of the folders, so that neither is inside the other.",
        ),
        "tenant-none": Said(
            "there is no tenant here: no YAML file with tenant: at, below or around this place.",
            "Name the folder of a tenant, or write a new one with `reconciler init`.",
        ),
        "policy-second": Said("a second policy: in this tenant.", "Write all limits of a tenant into one policy:."),
    },
)

SCHEMA_UNKNOWN_FIELD = Rule(
    "VPP002",
    "SCHEMA-UNKNOWN-FIELD",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A key that the language does not have is refused.",
    why="A mistyped key that was passed over would look like a decision that nobody made.",
    source="Own",
    texts={
        "": Said('unknown field "{key}".', "Remove it. Known here: {known}."),
        "near": Said('unknown field "{key}"; did you mean "{near}"?', "Write {near}:, or remove the field."),
    },
)

REF_UNRESOLVED = Rule(
    "VPP003",
    "REF-UNRESOLVED",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Every name of a token or book leads to a declaration in the files of the tenant.",
    why="A name that leads nowhere is a typing error, or a declaration that was removed by mistake.",
    source="Own",
    texts={
        "token": Said(
            '{by} names the token "{name}", which is not declared under tokens:.', "Declare it, or correct the name."
        ),
        "token-near": Said(
            '{by} names the token "{name}", which is not declared under tokens:.', 'Did you mean "{near}"?'
        ),
        "book": Said(
            'reading list "{list}" names the book "{name}", which is not declared for the token "{token}".',
            "Declare it under books:, or name it by its adamId or id.",
        ),
        "book-near": Said(
            'reading list "{list}" names the book "{name}", which is not declared for the token "{token}".',
            'Did you mean "{near}"?',
        ),
        "book-many": Said(
            'reading list "{list}" names the book "{name}", and {count} books of the token "{token}" have this title.',
            "Name it by its adamId or id.",
        ),
    },
)

YAML_AMBIGUOUS = Rule(
    "VPP004",
    "YAML-AMBIGUOUS",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="What YAML 1.1 and YAML 1.2 read differently is written so that both read the same.",
    why="Editors, reviewers' tools and other programs must read what is applied.",
    source="Own; YAML 1.2.2, Core Schema; YAML 1.1 type repository",
    texts={
        "null": Said("{field}: a plain {found} is read as no value, and a text is needed.", "Write {quoted}."),
        "boolean": Said("{field}: a plain {found} is read as true or false by YAML 1.1.", "Write {quoted}."),
        "number": Said("{field}: a plain {found} is read as a number.", "Write {quoted}."),
        "date": Said("{field}: a plain {found} is read as a date by YAML 1.1.", "Write {quoted}."),
        "octal": Said(
            "{field}: {found} is {new} in YAML 1.2 and {old} in YAML 1.1.",
            "Write {new} if that is meant, without zeros before it.",
        ),
        "duplicate": Said('the key "{key}" stands twice in one mapping.', "Keep one of the two."),
        "merge": Said(
            "the merge key << is not part of YAML 1.2.", "Write the keys out, or use an alias for a whole value."
        ),
    },
)

NAME_COLLISION = Rule(
    "VPP005",
    "NAME-COLLISION",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Names of tenants, tokens, groups and reading lists are unique, however they are typed.",
    why="Two names that look the same to a reader must not mean two things.",
    source="Own; Unicode Standard Annex 15 (normalisation forms)",
    texts={
        "tenant": Said(
            'tenant "{name}" has the name of another tenant of this repository.', "Give one of them another name."
        ),
        "token": Said('token "{name}" has the name of another token.', "Give one of them another name."),
        "alias": Said('group alias "{name}" is the name of another group.', "Give one of them another alias."),
        "group": Said('"{name}" is the alias of one group and the display name of another.', "Choose another alias."),
        "list": Said('reading list "{name}" has the name of another reading list.', "Give one of them another name."),
        "first": Said("first here", ""),
    },
)

FILE_UNREADABLE = Rule(
    "VPP006",
    "FILE-UNREADABLE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A file is UTF-8, one YAML document with a mapping at the top, and of a sensible size and depth.",
    why="A file that is read only in part would look as if the rest had been removed.",
    source="Own; YAML 1.2.2",
    texts={
        "syntax": Said("this is not YAML: {problem}.", "Correct it here, or shortly before."),
        "size": Said("the file has more than {most} MB.", "Spread its entries over several files."),
        "encoding": Said("the file is not UTF-8.", "Save it as UTF-8."),
        "character": Said(
            "the character {code} may not stand in a file.", "Remove it, or write it as an escape in double quotes."
        ),
        "levels": Said("more than {most} levels are nested in each other.", "Flatten it: the language needs eight."),
        "nodes": Said(
            "the file has more than {most} values, counting every use of an alias.", "Spread it over several files."
        ),
        "alias-inside": Said("an alias stands inside of what it stands for.", "Write the value out."),
        "alias-unknown": Said("this alias has no anchor before it.", "Write the value out, or set the anchor first."),
        "documents": Said("a second document begins here.", "Move it into a file of its own."),
        "tag": Said("explicit tags are not allowed.", "Remove the tag; quote a value that is meant as text."),
        "top": Said("the file does not hold a mapping.", "Begin with a key such as books:."),
        "link": Said("this link leads out of the tenant's folder, or nowhere.", "Put the file itself here."),
        "access": Said("the file cannot be read: {problem}.", "Give the run the right to read it."),
    },
)
