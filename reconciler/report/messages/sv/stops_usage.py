"""Wrong usage, and files that are missing or odd, in Swedish. The more special pieces stand before the others."""

from reconciler.report.messages.pieces import Piece

_SYSTEM = (
    Piece("No such file or directory", "filen eller mappen finns inte"),
    Piece("Permission denied", "åtkomst nekad"),
    Piece("Is a directory", "det är en mapp"),
    Piece("Not a directory", "det är ingen mapp"),
    Piece("File exists", "filen finns redan"),
    Piece("No space left on device", "det finns ingen plats kvar"),
    Piece("there is no such file", "filen finns inte"),
    Piece(
        "it is no file; what comes through a pipe is read from -",
        "det är ingen fil; det som kommer genom ett rör läses från -",
    ),
    Piece("it cannot be read", "den kan inte läsas"),
)
"""What the system says of a file."""

_FILES = (
    Piece("{file} is not a page of ours.", "{file} är inte någon sida som vi har skrivit."),
    Piece("Name another folder with --out, or take it away.", "Ange en annan mapp med --out, eller ta bort den."),
    Piece("{path}: it has more than {most} bytes.", "{path}: den är större än {most} byte."),
    Piece("Give a plan or a receipt.", "Ange en plan eller ett kvitto."),
    Piece(
        "{path}: cannot be written: {problem}. Nothing was written.",
        "{path}: kan inte skrivas: {problem}. Inget har skrivits.",
    ),
    Piece("{path}: cannot be read: {problem}.", "{path}: kan inte läsas: {problem}."),
    Piece("{path}: cannot be written: {problem}.", "{path}: kan inte skrivas: {problem}."),
    Piece("{path}: cannot be made: {problem}.", "{path}: kan inte skapas: {problem}."),
    Piece("Check the path.", "Kontrollera sökvägen."),
    Piece("Check the folder.", "Kontrollera mappen."),
    Piece("Name another folder with --out.", "Ange en annan mapp med --out."),
    Piece("{file}: this is no JSON object.", "{file}: det är inget JSON-objekt."),
    Piece(
        "{file}: this is neither a plan nor a receipt of format 1.0 ({told}).",
        "{file}: det är varken en plan eller ett kvitto i format 1.0 ({told}).",
    ),
    Piece("{file}: this is no plan of format 1.0 ({told}).", "{file}: det är ingen plan i format 1.0 ({told})."),
    Piece(
        "{file}: this is no drift document of format 1.0 ({told}).",
        "{file}: det är inget dokument om avvikelser i format 1.0 ({told}).",
    ),
    Piece("{file}: this is no {kind} of format 1.0 ({told}).", "{file}: detta är inte {kind} i format 1.0 ({told})."),
    Piece("Give a file that plan --out or apply --out wrote.", "Ange en fil som plan --out eller apply --out skrev."),
    Piece("Give a file that plan --out wrote.", "Ange en fil som plan --out skrev."),
    Piece("Give a file that drift --format json gave.", "Ange en fil som drift --format json gav."),
    Piece("Give a file that {command}.", "Ange en fil: {command}."),
    Piece("this is not a plan file", "detta är ingen planfil"),
    Piece("Make one with: reconciler plan --out FILE.", "Gör en med: reconciler plan --out FIL."),
    Piece(
        "The file is no snapshot that can be read: {reason}.", "Filen är ingen ögonblicksbild som kan läsas: {reason}."
    ),
    Piece("the key {key} is missing in it", "nyckeln {key} saknas i den"),
    Piece("it is no JSON, as line {line} shows", "den är inte JSON, vilket rad {line} visar"),
    Piece("it is no UTF-8 text", "den är ingen text i UTF-8"),
    Piece("a value in it is of the wrong kind: {told}", "ett värde i den är av fel slag: {told}"),
    Piece("it is nested too deeply", "den är nästlad för djupt"),
    Piece("Make a new one with `reconciler snapshot`.", "Gör en ny med `reconciler snapshot`."),
    Piece(
        "{path}: this file cannot be used as a sandbox: {told}. "
        "Name another file, or move this one away to begin with the example school again.",
        "{path}: filen kan inte användas som sandlåda: {told}. "
        "Ange en annan fil, eller flytta undan denna för att börja om med exempelskolan.",
    ),
    Piece("Name another file in RECONCILER_SANDBOX_STATE.", "Ange en annan fil i RECONCILER_SANDBOX_STATE."),
    Piece(
        "This package was built without its page of assumptions.", "Detta paket byggdes utan sin sida om antaganden."
    ),
    Piece("Read docs/assumptions.md in the repository.", "Läs docs/assumptions.md i projektets förråd."),
    Piece(
        "{path}: {names} would be overwritten, so nothing was written.",
        "{path}: {names} skulle skrivas över, så inget har skrivits.",
    ),
    Piece(
        "{path}: {names} and {count} more would be overwritten, so nothing was written.",
        "{path}: {names} och {count} till skulle skrivas över, så inget har skrivits.",
    ),
    Piece("Name a new folder, or move what is there.", "Ange en ny mapp, eller flytta det som finns där."),
)

_CHOICES = (
    Piece('there is no "{path}"', 'det finns ingen "{path}"'),
    Piece("Name a folder or a file that exists.", "Ange en mapp eller en fil som finns."),
    Piece("There are {count} tenants here: {names}.", "Här finns {count} klientorganisationer: {names}."),
    Piece("Choose one with --tenant NAME.", "Välj en med --tenant NAMN."),
    Piece(
        'There is no tenant "{name}" here: there is {names}.',
        'Klientorganisationen "{name}" finns inte här: här finns {names}.',
    ),
    Piece("Choose one of them with --tenant NAME.", "Välj en av dem med --tenant NAMN."),
    Piece('Did you mean "{close}"?', 'Menade du "{close}"?'),
    Piece("Did you mean {close}?", "Menade du {close}?"),
    Piece(
        'The plan is for "{name}", and --tenant says "{other}".',
        'Planen gäller "{name}", och --tenant säger "{other}".',
    ),
    Piece("Leave --tenant out.", "Utelämna --tenant."),
    Piece("Name a plan file, or the folder of a tenant.", "Ange en planfil, eller mappen för en klientorganisation."),
    Piece("There is nobody to ask: this is no terminal.", "Det finns ingen att fråga: detta är ingen terminal."),
    Piece(
        "Apply a plan file, or say --yes to apply without asking.",
        "Tillämpa en planfil, eller ange --yes för att tillämpa utan fråga.",
    ),
    Piece('There is no book "{name}" here.', 'Boken "{name}" finns inte här.'),
    Piece("Name it by its title, its object id or its adamId.", "Ange den med titel, objekt-id eller adamId."),
    Piece('"{name}" means {count} books: {names}.', '"{name}" betyder {count} böcker: {names}.'),
    Piece("Name one of them by its object id or its adamId.", "Ange en av dem med objekt-id eller adamId."),
    Piece(
        '"{title}" belongs to the VPP token {token}, which no file declares.',
        '"{title}" hör till VPP-token {token}, som ingen fil deklarerar.',
    ),
    Piece("Declare the token under tokens: first.", "Deklarera först token under tokens:."),
    Piece('There is no rule "{name}".', 'Det finns ingen regel "{name}".'),
    Piece("The rules go from {first} to {last}.", "Reglerna går från {first} till {last}."),
    Piece("explain does not know {name}.", "explain känner inte till {name}."),
    Piece(
        "Write a rule, or token and its name, or book and its title.",
        "Skriv en regel, eller `token` och dess namn, eller `book` och bokens titel.",
    ),
    Piece(
        "There is no token of that name here: there is {names}.",
        "Någon token med det namnet finns inte här: här finns {names}.",
    ),
    Piece('There is no token "{name}" here: there is {names}.', 'Token "{name}" finns inte här: här finns {names}.'),
    Piece("There is no token {name} here: there is {names}.", "Token {name} finns inte här: här finns {names}."),
    Piece("Name one of them.", "Ange en av dem."),
    Piece("No token is declared here.", "Ingen token är deklarerad här."),
    Piece(
        "Declare it under tokens:, or name another --path.", "Deklarera den under tokens:, eller ange en annan --path."
    ),
    Piece(
        'There is no VPP token "{name}" in the YAML, and it is no id.',
        'VPP-token "{name}" finns inte i YAML, och det är inget id.',
    ),
    Piece("Declared are: {names}.", "Deklarerade är: {names}."),
    Piece("None is declared here.", "Ingen är deklarerad här."),
    Piece("token has the command check only.", "token har bara kommandot check."),
    Piece("Write: reconciler token check FILE", "Skriv: reconciler token check FIL"),
    Piece("Give one FILE, or - for standard input.", "Ange en FIL, eller - för standard in."),
    Piece("The content of the file is no argument.", "Filens innehåll är inget argument."),
    Piece("Check the path of the downloaded file.", "Kontrollera sökvägen till den hämtade filen."),
    Piece("--emergency is empty.", "--emergency är tom."),
    Piece("Say why it cannot wait.", "Skriv varför det inte kan vänta."),
    Piece("--reason is empty.", "--reason är tom."),
    Piece("Say why the run is known to be dead.", "Skriv varför körningen säkert är död."),
    Piece('--shard is "{value}", which names no part.', '--shard är "{value}", vilket inte är någon del.'),
    Piece(
        "Write it as I/N, with I from 1 to N: 1/4 is the first of 4.",
        "Skriv den som I/N, med I från 1 till N: 1/4 är den första av 4.",
    ),
    Piece('{option} is "{value}", which is no time.', '{option} är "{value}", vilket inte är någon tid.'),
    Piece(
        '--expect-head is "{value}", which is no digest.',
        '--expect-head är "{value}", vilket inte är någon kontrollsumma.',
    ),
    Piece(
        "Write sha256: and 64 hexadecimal digits, as every apply prints its head.",
        "Skriv sha256: och 64 hexadecimala siffror, så som varje apply skriver ut kedjans slut.",
    ),
    Piece("Write a day or an instant in UTC.", "Skriv en dag eller en tidpunkt i UTC."),
    Piece(
        'several records have the number or digest "{name}".', 'flera poster har numret eller kontrollsumman "{name}".'
    ),
    Piece('no record has the number or digest "{name}".', 'ingen post har numret eller kontrollsumman "{name}".'),
    Piece('{found} the number or digest "{name}".', '{found} numret eller kontrollsumman "{name}".'),
    Piece("The newest record is {seq}.", "Den nyaste posten är {seq}."),
    Piece("The ledger has no record.", "Liggaren har ingen post."),
    Piece("--link: this is no address of a page.", "--link: det är ingen adress till en sida."),
    Piece("Write it as https://HOST/PATH, without blanks.", "Skriv den som https://HOST/PATH, utan blanksteg."),
)

_GIT = (
    Piece(
        '{option} {ref}: git knows no commit of that name for "{folder}".',
        '{option} {ref}: git känner ingen commit med det namnet för "{folder}".',
    ),
    Piece(
        "Fetch the base first (a shallow clone may lack it), or name a commit that is here.",
        "Hämta utgångsläget först (en grund klon kan sakna det), eller ange en commit som finns här.",
    ),
    Piece(
        "Fetch it first (a shallow clone may lack it), or name a commit that is here.",
        "Hämta den först (en grund klon kan sakna den), eller ange en commit som finns här.",
    ),
    Piece("{option} {ref}: git cannot compare with it.", "{option} {ref}: git kan inte jämföra med den."),
    Piece("Run `git status` to see why.", "Kör `git status` för att se varför."),
)

_ENVIRONMENT = (
    Piece(
        'RECONCILER_NOW is "{value}", which is no instant.',
        'RECONCILER_NOW är "{value}", vilket inte är någon tidpunkt.',
    ),
    Piece("Write it as 2026-11-22T12:00:00Z, or unset it.", "Skriv den som 2026-11-22T12:00:00Z, eller ta bort den."),
    Piece(
        'RECONCILER_RETRY_SECONDS is "{value}", which is no number of seconds.',
        'RECONCILER_RETRY_SECONDS är "{value}", vilket inte är ett antal sekunder.',
    ),
    Piece("Write it as 20, or unset it.", "Skriv den som 20, eller ta bort den."),
    Piece(
        'RECONCILER_LEDGER is "{value}", which names no store.',
        'RECONCILER_LEDGER är "{value}", vilket inte är något ställe.',
    ),
    Piece("Write it as dir:PATH or git:REMOTE#BRANCH.", "Skriv den som dir:PATH eller git:REMOTE#BRANCH."),
    Piece(
        'RECONCILER_LEDGER is "git:{value}", which cannot be used: {reason}.',
        'RECONCILER_LEDGER är "git:{value}", vilket inte kan användas: {reason}.',
    ),
    Piece(
        "Write it as git:REMOTE#BRANCH, where REMOTE is a path, a URL or the name of a remote.",
        "Skriv den som git:REMOTE#BRANCH, där REMOTE är en sökväg, en URL eller namnet på ett fjärrförråd.",
    ),
    Piece("it lacks REMOTE or BRANCH", "REMOTE eller BRANCH saknas"),
    Piece(
        '{name} begins with "-", or holds a control character', '{name} börjar med "-", eller innehåller ett styrtecken'
    ),
    Piece("git cannot be started", "git kan inte startas"),
    Piece("git allows no branch of that name", "git tillåter ingen gren med det namnet"),
)

_LAST = (
    Piece(
        "There is no YAML here that says which tenant to ask.",
        "Här finns ingen YAML som säger vilken klientorganisation som ska tillfrågas.",
    ),
    Piece("Name its folder with --path.", "Ange dess mapp med --path."),
    Piece("There is no {path}.", "Det finns ingen {path}."),
)
"""What fits more than it means stands behind all others."""

USAGE = (*_SYSTEM, *_FILES, *_CHOICES, *_GIT, *_ENVIRONMENT, *_LAST)
