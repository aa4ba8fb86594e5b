"""What stops `import` and `init`, in Swedish."""

from reconciler.report.messages.pieces import Piece

IMPORT = (
    Piece(
        '{file}: line {line}: "{title}" for "{group}" is {now} here and {was} before.',
        '{file}: rad {line}: "{title}" för "{group}" är {now} här och {was} tidigare.',
    ),
    Piece("Keep one of the two lines.", "Behåll en av de två raderna."),
    Piece("{path}: cannot be read.", "{path}: kan inte läsas."),
    Piece(
        "{path} is there already, and belongs to no tenant.",
        "{path} finns redan, och hör inte till någon klientorganisation.",
    ),
    Piece("Name another folder.", "Ange en annan mapp."),
    Piece("{path} is no folder.", "{path} är ingen mapp."),
    Piece(
        "Name the folder that shall hold the tenant's YAML.",
        "Ange den mapp som ska innehålla klientorganisationens YAML.",
    ),
    Piece(
        "Say which one it shall be: --name NAME --cloud CLOUD --tenant-id ID (a sandbox needs no id).",
        "Ange vilken det ska vara: --name NAMN --cloud MOLN --tenant-id ID (en sandlåda behöver inget id).",
    ),
    Piece("A tenant at Microsoft is known by its id.", "En klientorganisation hos Microsoft känns igen på sitt id."),
    Piece(
        "Say --tenant-id with the tenant's id in Entra, a GUID.",
        "Ange --tenant-id med klientorganisationens id i Entra, en GUID.",
    ),
    Piece(
        '{path} is the tenant "{name}" already, whose {key} is {value}.',
        '{path} är redan klientorganisationen "{name}", vars {key} är {value}.',
    ),
    Piece(
        "Leave --{option} out, or name another folder for a new tenant.",
        "Utelämna --{option}, eller ange en annan mapp för en ny klientorganisation.",
    ),
    Piece(
        "{count} groups could not be read: nothing was written.",
        "{count} grupper kunde inte läsas: inget har skrivits.",
    ),
    Piece("Run import again.", "Kör import igen."),
    Piece("an apply runs since {since} ({run}).", "en apply pågår sedan {since} ({run})."),
    Piece("Import again when it has ended.", "Importera igen när den är klar."),
    Piece('The tenant has no book "{name}".', 'Klientorganisationen har ingen bok "{name}".'),
    Piece("Name a book that the tenant shows.", "Ange en bok som klientorganisationen visar."),
    Piece(
        "RECONCILER_PSEUDONYM_KEY has {count} characters: who knows a user's id could find it by trying.",
        "RECONCILER_PSEUDONYM_KEY har {count} tecken: den som har en användares id kan hitta nyckeln genom att pröva.",
    ),
    Piece(
        "Use a random one of at least {count} characters, or unset it.",
        "Använd en slumpmässig på minst {count} tecken, eller ta bort den.",
    ),
    Piece("--name is no name for a tenant.", "--name är inget namn för en klientorganisation."),
    Piece(
        "Write a short handle on one line, such as nordskolan.",
        "Skriv ett kort namn på en rad, till exempel nordskolan.",
    ),
    Piece("A tenant in the cloud {cloud} needs its id.", "En klientorganisation i molnet {cloud} behöver sitt id."),
    Piece(
        "Say --tenant-id GUID, or --cloud sandbox to try.",
        "Ange --tenant-id GUID, eller --cloud sandbox för att pröva.",
    ),
    Piece('--tenant-id is "{value}", which is no GUID.', '--tenant-id är "{value}", vilket inte är någon GUID.'),
    Piece(
        "Microsoft Entra shows it under Overview: 8 digits, then 4, 4, 4 and 12.",
        "Microsoft Entra visar det under Översikt: 8 siffror, sedan 4, 4, 4 och 12.",
    ),
    Piece('--owner is "{value}".', '--owner är "{value}".'),
    Piece(
        "Write @user, @organisation/team, or a mail address.",
        "Skriv @användare, @organisation/grupp, eller en e-postadress.",
    ),
    Piece(
        "The YAML was written, and the ledger did not take the record of it: {failure}",
        "YAML har skrivits, men liggaren tog inte emot posten om det: {failure}",
    ),
    Piece("Run import again, which appends it.", "Kör import igen, så läggs den till."),
    Piece("Move it away, and run import again.", "Flytta undan det, och kör import igen."),
    Piece("{name}: {parent} is no folder: nothing was written.", "{name}: {parent} är ingen mapp: ingenting skrevs."),
    Piece("{name} is {thing}: nothing was written.", "{name} är {thing}: ingenting skrevs."),
    Piece("Check the path, and run import again.", "Kontrollera sökvägen, och kör import igen."),
)
