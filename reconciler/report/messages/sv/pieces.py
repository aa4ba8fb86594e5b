"""What stands inside of messages in Swedish: kinds, reasons, notes, and the words for what is not known."""

from reconciler.report.messages.pieces import Piece

INTENTS = (
    Piece("available", "Tillgänglig"),
    Piece("required", "Obligatorisk"),
)
"""As the admin center shows them. Only for sentences: what is to be written into YAML stays as YAML has it."""

PROGRAMMES = (
    Piece("business", "Företag"),
    Piece("education", "Utbildning"),
)

ABSENT = (
    Piece("not assigned", "inte tilldelad"),
    Piece("unknown", "okänt"),
    Piece("never, as far as the tenant tells", "aldrig, såvitt klientorganisationen visar"),
    Piece("the other is not shown", "den andra visas inte"),
    Piece("an administrator", "en administratör"),
)

ABSENCES = (
    Piece("nobody looked for it", "ingen har letat efter den"),
    Piece("the variable is not set", "variabeln är inte satt"),
    Piece("there is no such file", "filen finns inte"),
    Piece("it is no regular file", "det är ingen vanlig fil"),
    Piece("the file may not be read", "filen får inte läsas"),
    Piece("this run reads no key vaults", "den här körningen läser inga nyckelvalv"),
    Piece("it is no key vault of this cloud", "det är inget nyckelvalv i detta moln"),
    Piece("the extra for Azure Key Vault is not installed", "tillägget för Azure Key Vault är inte installerat"),
    Piece("nobody could sign in for key vaults", "ingen kunde logga in för nyckelvalv"),
    Piece("the vault has no such secret", "valvet har ingen sådan hemlighet"),
    Piece("the vault refuses this identity", "valvet godtar inte denna identitet"),
    Piece("the vault did not answer", "valvet svarade inte"),
)
"""Why there is no content token where the YAML points."""

FLAWS = (
    Piece("it is empty", "det är tomt"),
    Piece("it is far too long", "det är alldeles för långt"),
    Piece("it is not Base64 text", "det är inte Base64-text"),
    Piece("what it encodes is not JSON", "det som den kodar är inte JSON"),
    Piece("its token is missing", "dess token saknas"),
    Piece("its orgName is missing", "dess orgName saknas"),
    Piece("its expDate is missing", "dess expDate saknas"),
    Piece("its expDate is no date", "dess expDate är inget datum"),
)
"""What is wrong with a text that should be a content token."""

FOUND = (
    Piece("a list", "en lista"),
    Piece("a mapping", "nycklar med värden"),
    Piece("nothing", "ingenting"),
    Piece("no bound", "ingen gräns"),
)
"""What a file holds instead of a plain value."""

NAMED = (
    Piece('book "{name}"', 'Boken "{name}"'),
    Piece('reading list "{name}"', 'Läslistan "{name}"'),
    Piece('the group "{name}"', 'Gruppen "{name}"'),
)
"""Things at the beginning of a sentence."""

IDENTITIES = (Piece('publisher "{name}"', 'förlag "{name}"'),)

BOOK_CANDIDATES = (
    Piece("(language unknown, ", "(okänt språk, "),
    Piece(", unknown seats)", ", okänt antal licenser)"),
    Piece(", unlimited seats)", ", obegränsat antal licenser)"),
    Piece(" seats)", " licenser)"),
)
GROUP_CANDIDATES = (
    Piece("(created unknown)", "(okänt när skapad)"),
    Piece("(created ", "(skapad "),
)

KINDS = (
    Piece("a distribution list, not a security group", "en distributionslista, ingen säkerhetsgrupp"),
    Piece("a Microsoft 365 group", "en Microsoft 365-grupp"),
    Piece("a mail-enabled security group", "en e-postaktiverad säkerhetsgrupp"),
    Piece("synchronised from on-premises", "synkroniserad från en lokal katalog"),
    Piece("a group with 1 nested group", "en grupp med 1 nästlad grupp"),
    Piece("a group with {count} nested groups", "en grupp med {count} nästlade grupper"),
    Piece("a group with hidden membership", "en grupp med dolda medlemmar"),
)

WAITING = (
    Piece("Hit first: {groups}.", "Drabbas först: {groups}."),
    Piece("No group waits for one.", "Ingen grupp väntar på någon."),
)

REASONS = (
    Piece("1 user is not known to hold it", "för 1 användare är det okänt om den har boken"),
    Piece("{users} users are not known to hold it", "för {users} användare är det okänt om de har boken"),
    Piece("the members of group {group} could not be read", "medlemmarna i gruppen {group} kunde inte läsas"),
    Piece("the book has an excluded group", "boken har en undantagen grupp"),
    Piece("the book is assigned to all users", "boken är tilldelad till alla användare"),
    Piece("the book is assigned to all devices", "boken är tilldelad till alla enheter"),
    Piece(
        "the book has a target of a kind that this version does not know",
        "boken har ett mål av ett slag som denna version inte känner till",
    ),
    Piece(
        "the tenant gives no number of used seats",
        "klientorganisationen anger inte hur många licenser som är förbrukade",
    ),
    Piece("the tenant gives no total", "klientorganisationen anger inget totalt antal"),
)
"""Why a forecast is a range, or unknown."""

HOLDS = (Piece("mode observe", "läget observe"),)
"""What keeps a change back that no rule keeps."""

HOLDERS = (Piece("{run} on {host}, process {pid}", "{run} på {host}, process {pid}"),)

LIMITS = (
    Piece("no budget", "ingen budget"),
    Piece("no freeze", "inget ändringsstopp"),
    Piece("true", "true"),
    Piece("1 key", "1 nyckel"),
    Piece("{keys} keys", "{keys} nycklar"),
    Piece("{count} or {percent} %", "{count} eller {percent} %"),
    Piece("{start} to {end}", "{start} till {end}"),
)
"""Values of the policy."""

RELATED = (
    Piece("the list names this book again here", "Här anger listan boken en gång till"),
    Piece('"{group}" is assigned here', '"{group}" tilldelas här'),
    Piece("first here", "Först här"),
)

NOTES = (
    Piece("found in the tenant after the run had died", "fanns i klientorganisationen när körningen hade dött"),
    Piece(
        "the content token at hand is not newer than the one in the tenant",
        "innehållstoken till hands är inte nyare än den i klientorganisationen",
    ),
    Piece("now set takeControlFromOtherMdm to false in the YAML", "sätt nu takeControlFromOtherMdm till false i YAML"),
    Piece("the book is no longer in the tenant", "boken finns inte längre i klientorganisationen"),
    Piece(
        '"{group}" is {now} by now, and the plan began at {was}',
        '"{group}" är nu {now}, och planen utgick från {was}',
    ),
    Piece(
        "{failure}; whether it was written is not known",
        "{failure}; det är okänt om det skrevs",
    ),
    Piece("it could not be read back", "det gick inte att läsa tillbaka"),
    Piece(
        "after the write the tenant lacks {lacking} and has {extra}, which was not there before the write",
        "efter skrivningen saknar klientorganisationen {lacking} och har {extra}, som inte fanns före skrivningen",
    ),
    Piece(
        "after the write the tenant has {extra}, which was not there before the write",
        "efter skrivningen har klientorganisationen {extra}, som inte fanns före skrivningen",
    ),
    Piece("after the write the tenant lacks {lacking}", "efter skrivningen saknar klientorganisationen {lacking}"),
    Piece("the run was interrupted", "körningen avbröts"),
    Piece("the lease of this run was lost", "körningen förlorade sitt lås"),
    *ABSENT,
    *INTENTS,
)
"""What became of a change. What a service itself says stays as it says it."""

STALE = (
    Piece(
        "its content does not match its digest; somebody or something changed the file",
        "innehållet stämmer inte med kontrollsumman; någon eller något har ändrat filen",
    ),
    Piece("it has format {there}, this version reads {known}", "den har format {there}, denna version läser {known}"),
    Piece("it does not have the shape of a plan", "den har inte formen av en plan"),
    Piece(
        'it was made for tenant "{one}", and {path} declares "{other}"',
        'den gjordes för klientorganisationen "{one}", och {path} deklarerar "{other}"',
    ),
    Piece(
        'it was made for the folder "{folder}", which is not here',
        'den gjordes för mappen "{folder}", som inte finns här',
    ),
    Piece("it was applied before", "den har redan tillämpats"),
    Piece("it expired at {moment}", "den gick ut {moment}"),
    Piece("the YAML says something else than when it was made", "YAML säger något annat än när den gjordes"),
    Piece("the YAML has errors now", "YAML har fel nu"),
    Piece("{change} is no longer needed", "{change} behövs inte längre"),
    Piece("{change} is held now: {reason}", "{change} hålls nu tillbaka: {reason}"),
    Piece(
        "{change} is now {now} in the tenant, and was {was}",
        "{change} är nu {now} i klientorganisationen, och var {was}",
    ),
    Piece(
        "{change} would become {now}, and {approved} was approved",
        "{change} skulle bli {now}, och {approved} godkändes",
    ),
    Piece("and {count} more", "och {count} till"),
    *ABSENT,
    *INTENTS,
)
"""Why a plan cannot be applied."""

SYNTAX = (
    Piece("{problem} while {doing} that begins at {place}", "{problem}, {doing} som börjar vid {place}"),
    Piece("the text ends too early", "texten slutar för tidigt"),
    Piece("this directive has more than a version", "detta direktiv har mer än en version"),
    Piece("the system gives no reason", "systemet anger inget skäl"),
    Piece("No such file or directory", "filen eller mappen finns inte"),
    Piece("Permission denied", "åtkomst nekad"),
    Piece("Is a directory", "det är en mapp"),
    Piece("did not find expected ',' or ']'", "här väntades ',' eller ']'"),
    Piece("did not find expected ',' or '}'", "här väntades ',' eller '}}'"),
    Piece("did not find expected key", "här väntades en nyckel"),
    Piece("did not find expected '-' indicator", "här väntades ett '-'"),
    Piece("did not find expected node content", "här väntades ett värde"),
    Piece("did not find expected comment or line break", "här väntades en kommentar eller en radbrytning"),
    Piece("did not find the expected '>'", "här väntades ett '>'"),
    Piece("did not find expected <document start>", "här väntades början på dokumentet"),
    Piece("could not find expected ':'", "här väntades ett ':'"),
    Piece("mapping values are not allowed in this context", "ett ':' är inte tillåtet här"),
    Piece("block sequence entries are not allowed in this context", "en lista är inte tillåten här"),
    Piece("found character that cannot start any token", "tecknet kan inte stå först i ett värde"),
    Piece("found unexpected end of stream", "filen slutar mitt i"),
    Piece("found unknown escape character", "okänd escape-sekvens"),
    Piece("found unknown directive name", "okänt direktiv"),
    Piece("found incompatible YAML document", "dokumentet är skrivet för en annan version av YAML"),
    Piece("found unexpected document indicator", "här väntades inget nytt dokument"),
    Piece("found a tab character that violates indentation", "en tabb kan inte användas för indrag"),
    Piece("parsing a flow sequence", "i listan"),
    Piece("parsing a flow mapping", "bland nycklarna"),
    Piece("parsing a block mapping", "bland nycklarna"),
    Piece("parsing a block collection", "i listan"),
    Piece("parsing a block node", "i det värde"),
    Piece("parsing a quoted scalar", "i texten inom citattecken"),
    Piece("scanning a quoted scalar", "i texten inom citattecken"),
    Piece("scanning a simple key", "i den nyckel"),
    Piece("scanning a plain scalar", "i den text"),
    Piece("scanning a block scalar", "i den text"),
    Piece("scanning a directive", "i det direktiv"),
    Piece("scanning a tag", "i den tagg"),
    Piece("scanning for the next token", "i det"),
)
"""What the YAML parser complains of most. What is not here stays as the parser says it."""
