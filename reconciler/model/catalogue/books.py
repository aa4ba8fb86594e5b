"""The rules about books as declared: VPP201 to VPP205."""

from reconciler.model.rule import Phase, Rule, Said, Severity

BOOK_IDENTITY = Rule(
    "VPP201",
    "BOOK-IDENTITY",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A book has something to know it by: Intune's id, Apple's adamId, or title, publisher and token.",
    why="A title alone can mean several books.",
    source="Graph iosVppEBook",
    texts={
        "": Said(
            'book "{book}" needs id, adamId, or both publisher and token.', "Add one of them; `import` writes ids."
        )
    },
)

BOOK_DUPLICATE = Rule(
    "VPP202",
    "BOOK-DUPLICATE",
    Severity.ERROR,
    (Phase.STATIC, Phase.PLAN),
    statement="A book of a token is declared once.",
    why="Two declarations of one book would take turns in undoing each other.",
    source="Own",
    texts={
        "id": Said('id {found} on token "{token}" is declared twice.', "Merge the two declarations into one."),
        "adamId": Said(
            'adamId "{found}" on token "{token}" is declared twice.', "Merge the two declarations into one."
        ),
        "title": Said(
            '"{found}" on token "{token}" is declared twice, and title and publisher do not tell the two apart.',
            "Merge the two declarations, or give both an id or adamId.",
        ),
        "live": Said(
            '"{first}" and "{second}" are one book in the tenant ({id}).', "Merge the two declarations into one."
        ),
        "first": Said("first here", ""),
    },
)

BOOK_BAD_NUMBER = Rule(
    "VPP203",
    "BOOK-BAD-NUMBER",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="An ISBN has a right check digit; an adamId is digits in quotation marks.",
    why="A mistyped number names another book, or none.",
    source="ISO 2108 (ISBN); Apple, Get Assets",
    texts={
        "adamId": Said(
            'adamId "{found}" is not a number of digits only.', 'Write Apple\'s number as text: "1234567890".'
        ),
        "isbn": Said("isbn {found}: the check digit should be {digit}.", "Compare the number with the book's imprint."),
        "isbn-shape": Said(
            'isbn "{found}" has neither 10 nor 13 digits.', "Write 10 or 13 digits, hyphens as you like."
        ),
    },
)

BOOK_IN_HOUSE = Rule(
    "VPP204",
    "BOOK-IN-HOUSE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Only books that were bought in Apple's programme can be assigned; files and addresses cannot.",
    why="Intune offers no upload of books.",
    source='"Manage books" page (S23–S24); eBooks 2025',
    texts={
        "": Said(
            "{key}: a file or an address cannot be assigned as a book.",
            "Intune assigns only books bought in Apple School Manager or Apple Business. Remove {key}:.",
        )
    },
)

BOOK_CATEGORY = Rule(
    "VPP205",
    "BOOK-CATEGORY",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Books are not assigned to categories.",
    why="Intune has categories for apps, and offers none for the assignment of books.",
    source='"Manage books" page (S25); eBooks 2025',
    texts={"": Said("books cannot be assigned to a category.", "Use tags: for your own lists.")},
)
