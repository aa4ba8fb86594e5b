"""What stops an apply, and what is wrong with a ledger, a key or a pipeline, in Swedish."""

from reconciler.report.messages.pieces import Piece

_REFUSED = (
    Piece("changes are frozen until {until}: policy.freezes", "ändringsstopp råder till {until}: policy.freezes"),
    Piece("changes are frozen until {until}: {told}", "ändringsstopp råder till {until}: {told}"),
    Piece("Apply after the freeze.", "Tillämpa efter ändringsstoppet."),
    Piece("In an emergency: --emergency REASON.", "I nödfall: --emergency SKÄL."),
    Piece("The YAML has changes that are not committed.", "YAML har ändringar som inte är incheckade."),
    Piece("Commit them, have them reviewed, plan again.", "Checka in dem, låt dem granskas, och planera igen."),
    Piece(
        "the sign-in is for tenant {other}, and the YAML declares {declared}.",
        "Inloggningen gäller klientorganisationen {other}, och YAML deklarerar {declared}.",
    ),
    Piece(
        "Sign in to the declared tenant, or correct tenantId.",
        "Logga in i den deklarerade klientorganisationen, eller rätta tenantId.",
    ),
    Piece(
        "the changes were sent, and the receipt could not be recorded: {failure}",
        "ändringarna har skickats, men kvittot kunde inte sparas: {failure}",
    ),
    Piece(
        "Apply again: the next run finds out what came of this one, and records it.",
        "Tillämpa igen: nästa körning tar reda på vad som blev av denna, och sparar det.",
    ),
)

_ENDED = (
    Piece("interrupted", "avbrutet"),
    Piece("internal error, a mistake of ours ({told}); {reason}", "internt fel, ett misstag av oss ({told}); {reason}"),
    Piece(
        "please run again with --verbose and open an issue in the project with what it prints",
        "kör igen med --verbose och öppna ett ärende i projektet med det som skrivs ut",
    ),
)

_LEDGER = (
    Piece(
        "This is a pipeline, and the ledger would vanish with the runner.",
        "Detta är en pipeline, och liggaren skulle försvinna med maskinen.",
    ),
    Piece(
        "Set RECONCILER_LEDGER to a place that stays: dir:PATH.",
        "Sätt RECONCILER_LEDGER till ett ställe som finns kvar: dir:PATH.",
    ),
    Piece(
        "Set RECONCILER_LEDGER to a place that stays: dir:PATH or git:REMOTE#BRANCH.",
        "Sätt RECONCILER_LEDGER till ett ställe som finns kvar: dir:PATH eller git:REMOTE#BRANCH.",
    ),
    Piece(
        "another process has kept {file} locked for {seconds} seconds{holder}: it writes to the ledger, or was stopped"
        " while it did",
        "en annan process har hållit {file} låst i {seconds} sekunder{holder}: den skriver i liggaren, eller stoppades"
        " medan den gjorde det",
    ),
    Piece(
        "See what that process does; end it if it was stopped, and run again.",
        "Se vad den processen gör; avsluta den om den har stoppats, och kör igen.",
    ),
    Piece(
        'ledger of "{name}": another run wrote record {seq} meanwhile',
        'liggaren för "{name}": en annan körning skrev post {seq} under tiden',
    ),
    Piece(
        "Wait until it has ended, then plan and apply again.",
        "Vänta tills den är klar, planera och tillämpa sedan igen.",
    ),
    Piece('ledger of "{name}": it is full', 'liggaren för "{name}": den är full'),
    Piece("Begin a new ledger in another place.", "Börja en ny liggare på ett annat ställe."),
    Piece(
        "ledger {place} cannot be {done}: {problem}. A record was sent, and whether it arrived is not known",
        "liggaren {place} är inte åtkomlig: {problem}. En post skickades, och det är okänt om den kom fram",
    ),
    Piece("ledger {place} cannot be read: {problem}", "liggaren {place} kan inte läsas: {problem}"),
    Piece("ledger {place} cannot be written: {problem}", "liggaren {place} kan inte skrivas: {problem}"),
    Piece("ledger {place} cannot be {done}: {problem}", "liggaren {place} är inte åtkomlig: {problem}"),
    Piece(
        "Check that the folder belongs to this user and has space, or name another ledger in RECONCILER_LEDGER.",
        "Kontrollera att mappen tillhör denna användare och har plats, eller ange en annan liggare i "
        "RECONCILER_LEDGER.",
    ),
    Piece(
        "Check the address, the network, and that the credentials may read and write this branch.",
        "Kontrollera adressen, nätverket, och att inloggningen får läsa och skriva grenen.",
    ),
    Piece(
        "journal {file}: {problem}: the outcome of {change} was not noted",
        "journalen {file}: {problem}: utfallet av {change} har inte noterats",
    ),
    Piece("journal {file}: {problem}", "journalen {file}: {problem}"),
    Piece(
        "Make the folder writable and free some space, then apply again.",
        "Gör mappen skrivbar och frigör plats, och tillämpa sedan igen.",
    ),
    Piece("Make the file readable, then run again.", "Gör filen läsbar, och kör sedan igen."),
    Piece(
        "{path}: git tracks it, so that a pull request could write it; nothing in it can be believed",
        "{path}: git spårar den, så att en pull request kan skriva den; inget i den går att lita på",
    ),
    Piece(
        "{path}: git does not tell whether it tracks it: {told}; nothing in it can be believed",
        "{path}: git säger inte om den spåras: {told}; inget i den går att lita på",
    ),
    Piece("{path}: {told}; nothing in it can be believed", "{path}: {told}; inget i den går att lita på"),
    Piece(
        "Remove it with git rm -r --cached {path}, delete the folder, and let git ignore it.",
        "Ta bort den med git rm -r --cached {path}, radera mappen, och låt git ignorera den.",
    ),
    Piece(
        "an apply holds the tenant until {until} ({run}).", "en apply håller klientorganisationen till {until} ({run})."
    ),
    Piece("Collect again when it has ended.", "Samla in igen när den är klar."),
    Piece(
        "record {seq} of the ledger does not say what its kind, {kind}, says: {told}",
        "post {seq} i liggaren säger inte det som dess slag, {kind}, säger: {told}",
    ),
    Piece("Its digest fits, so it was written like that.", "Kontrollsumman stämmer, så den skrevs så."),
    Piece(
        "Read it with the version of reconciler that wrote it.",
        "Läs den med den version av reconciler som skrev den.",
    ),
    Piece(
        "record {seq} has another shape than this version knows: {told}.",
        "post {seq} har en annan form än denna version känner till: {told}.",
    ),
    Piece(
        "Read it as it is: reconciler audit show {seq} --format json.",
        "Läs den som den är: reconciler audit show {seq} --format json.",
    ),
)

_KEYS = (
    Piece(
        "{name}: {file} lies in the repository, where it is one commit away from everybody.",
        "{name}: {file} ligger i förrådet, där den är en commit från alla.",
    ),
    Piece(
        "Move the key out of the repository; if it was ever committed, make a new one.",
        "Flytta nyckeln ut ur förrådet; har den någon gång checkats in, gör en ny.",
    ),
    Piece("{name}: {file} is no OpenSSH private key.", "{name}: {file} är ingen privat nyckel för OpenSSH."),
    Piece("Name the file without .pub.", "Ange filen utan .pub."),
    Piece(
        "Set it to the path of an OpenSSH private key, or to the key's text.",
        "Sätt den till sökvägen för en privat nyckel för OpenSSH, eller till nyckelns text.",
    ),
    Piece(
        "{name}: a key of this kind cannot sign records.", "{name}: en nyckel av detta slag kan inte signera poster."
    ),
    Piece("{name}: this key cannot sign records: {told}.", "{name}: denna nyckel kan inte signera poster: {told}."),
    Piece(
        "{name}: the key is locked by a passphrase, and nobody is there to type it.",
        "{name}: nyckeln är låst med en lösenfras, och ingen finns där som kan skriva den.",
    ),
    Piece(
        "Use a key of its own without one, kept as a secret of the pipeline.",
        "Använd en egen nyckel utan lösenfras, sparad som en hemlighet i pipelinen.",
    ),
    Piece("{name} is no OpenSSH private key.", "{name} är ingen privat nyckel för OpenSSH."),
    Piece(
        'Make one with: ssh-keygen -t ed25519 -N "" -C ledger -f FILE.',
        'Gör en med: ssh-keygen -t ed25519 -N "" -C ledger -f FIL.',
    ),
)

RUNS = (*_REFUSED, *_ENDED, *_LEDGER, *_KEYS)
