"""The phrases of `reconciler import` and `reconciler export` in English."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "import-files": "{name}: files created: {created}, edited: {edited}",
    "import-nothing": "{name}: nothing to write; the YAML says what the tenant shows.",
    "import-nothing-list": "{name}: nothing to write; the YAML has all of the list.",
    "import-next-list": "Look at the difference with git, then run reconciler plan: what uses seats needs a seatCap.",
    "import-token": 'VPP token "{subject}"',
    "import-group": 'group "{subject}"',
    "import-book": 'book "{subject}", assignments: {count}',
    "import-assignment": '"{subject}" → {target}: {after}',
    "import-intent": '"{subject}" → {target}: {before} becomes {after}',
    "import-value": '"{subject}": {target} was "{before}" and becomes "{after}"',
    "import-value-new": '"{subject}": {target} is "{after}"',
    "import-more": "… and {count} more; --format json has them all",
    "import-record": "remembered in the ledger: {digest}",
    "import-next": "Look at the difference with git, then run reconciler plan: it shows nothing of what was imported.",
    "import-open": "Nothing was written: {count} lines of the list are not clear. Name the book by its adamId or "
    "id, and "
    "the group by its alias or id.",
    "left-unmanaged": "Left as they are, unmanaged: YAML has no words for these assignments.",
    "left-group": "Left as they are, unmanaged: the group of these assignments cannot be declared.",
    "left-token": "Not declared, nor their books: the tenant does not tell what a declaration needs.",
    "left-tokenless": "Not declared: the VPP token of these books cannot be.",
    "left-unclear": "Not declared: a declared book or VPP token may be this one or another. Write its id into "
    "the YAML.",
    "left-listed": "Not changed: a reading list says this, for all its books. Change the list, or take the book "
    "out of it.",
    "left-gone": "Declared, and the tenant does not show it: import removes nothing. To agree, delete the lines; "
    "a plan "
    "would assign it again.",
    "left-pending": "Not changed: git changed it since the last apply. Name the book with --book to take the "
    "tenant's word.",
    "left-removed": "Not added: git took it out, and the next apply removes it. Name the book with --book to keep it.",
    "left-named": "Not renamed: assignments use the old name, or another entry has the new one.",
    "left-shown": "{intent} in the tenant",
    "left-declared": "{intent} in the YAML",
    "left-reason-unread": "the group may not be read",
    "left-reason-missing": "the group is not found",
    "left-reason-untargetable": "a distribution list, no security group",
    "left-reason-allLicensedUsersAssignmentTarget": "all users",
    "left-reason-allDevicesAssignmentTarget": "all devices",
    "left-reason-exclusionGroupAssignmentTarget": "an exclusion",
    "left-reason-filter": "a filter",
    "left-reason-intent": "an intent that books do not have",
    "list-line": 'line {line}: {text} is "{title}" → {group}: {intent}',
    "list-left-out": "line {line}: {text} is left out",
    "list-book-many": 'line {line}: "{text}" may be one of these books:',
    "list-book-none": 'line {line}: the tenant has no book like "{text}"',
    "list-isbn-none": "line {line}: no book in the YAML has the ISBN {text}, and no interface knows ISBNs: "
    "write the title or the adamId into this line, or `isbn:` at the book in the YAML",
    "list-isbn-digit": "line {line}: isbn {text}: the check digit should be {digit}",
    "list-isbn-shape": 'line {line}: isbn "{text}" has neither 10 nor 13 digits',
    "list-group-many": 'line {line}: "{group}" may be one of these groups:',
    "list-group-none": 'line {line}: the tenant has no group like "{group}"',
    "list-which": 'Which one is "{text}"?',
    "list-none": "none of them: leave this line out",
    "list-number": "Number",
    "matrix-title": "title",
    "matrix-publisher": "publisher",
    "matrix-number": "adamId",
    "matrix-id": "id",
    "matrix-token": "token",
    "matrix-undeclared": "{intent} (not declared)",
    "matrix-unapplied": "{intent} (not applied)",
    "matrix-otherwise": "{intent} (now {shown})",
    "matrix-unmanaged": "{intent} *",
    "matrix-written": "wrote {file}: books: {books}, groups: {groups}",
}
