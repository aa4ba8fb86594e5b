"""VPP001 to VPP006 in Swedish: files, their shape, and names."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_ANOTHER_NAME = "Ge en av dem ett annat namn."
_FIRST = Said("Först här", "")
_QUOTE = "Skriv {quoted}."
_MEANT = 'Menade du "{near}"?'
_NO_TOKEN = '{by} anger token "{name}", som inte är deklarerad under tokens:.'
_NO_BOOK = 'Läslistan "{list}" anger boken "{name}", som inte är deklarerad för token "{token}".'

TEXTS: Mapping[str, Translation] = {
    "VPP001": Translation(
        "Varje fil har den form som det publicerade JSON-schemat beskriver.",
        "Ett värde som inte förstås får aldrig gissas: boken kunde hamna hos fel personer, för alltid.",
        {
            "": Said(
                "{field}: {found} är inte tillåtet här.", "Rätta värdet; `reconciler schema` visar vad som är tillåtet."
            ),
            "choice": Said("{field}: {found} är inte tillåtet här; använd något av: {allowed}.", "Skriv: {allowed}."),
            "choice-near": Said("{field}: {found} är inte tillåtet här; använd något av: {allowed}.", _MEANT),
            "type-text": Said("{field}: {found} är ingen text.", "Skriv en text."),
            "type-integer": Said(
                "{field}: {found} är inget heltal.", "Skriv ett heltal utan citattecken, punkt och mellanslag."
            ),
            "type-boolean": Said(
                "{field}: {found} är varken true eller false.", "Skriv true eller false, utan citattecken."
            ),
            "type-list": Said(
                "{field}: {found} är ingen lista.", "Skriv en lista: en rad per post, var och en med ett streck först."
            ),
            "type-mapping": Said("{field}: {found} är inga nycklar med värden.", "Skriv nycklar med sina värden här."),
            "type-date": Said("{field}: {found} är inget datum.", "Skriv en dag som finns, som ÅÅÅÅ-MM-DD."),
            "type-moment": Said(
                "{field}: {found} är varken en dag eller en tidpunkt.",
                "Skriv ÅÅÅÅ-MM-DD, eller en tidpunkt med avvikelsen från UTC, som 2026-12-14T07:00:00+01:00.",
            ),
            "type-guid": Said(
                "{field}: {found} är inget objekt-id.",
                "Skriv 32 hexadecimala siffror i fem grupper, utan klamrar: 8f0c0000-0000-0000-0000-000000000000.",
            ),
            "type-country": Said("{field}: {found} är ingen landskod.", 'Skriv två stora bokstäver, som "SE".'),
            "type-digest": Said(
                "{field}: {found} är ingen kontrollsumma.", "Skriv sha256: och 64 hexadecimala siffror."
            ),
            "type-key": Said(
                "{field}: {found} är ingen öppen ssh-nyckel.",
                "Skriv nyckeln som i en .pub-fil: först typ, sedan nyckel.",
            ),
            "type-zone": Said("{field}: {found} är ingen tidszon.", "Skriv ett namn från IANA, som Europe/Stockholm."),
            "type-vault": Said(
                "{field}: {found} är inget nyckelvalv i klientorganisationens moln.",
                "Skriv https://NAMN{suffix}, och inget efter det.",
            ),
            "missing": Said("{field} saknas.", "Lägg till {key}: här."),
            "empty": Said("{field} har inget värde.", "Skriv ett värde, eller ta bort nyckeln."),
            "blank": Said("{field} är en tom text.", "Skriv en text, eller ta bort nyckeln."),
            "long": Said("{field} har {length} tecken, {most} är tillåtna.", "Korta texten."),
            "control": Said(
                "{field} innehåller ett styrtecken eller en radbrytning.",
                "Skriv på en rad. Ett namn som verkligen har ett sådant tecken skrivs inom dubbla citattecken, "
                "med tecknet som escape-sekvens.",
            ),
            "range": Said(
                "{field}: {found} ligger utanför {least} till {most}.", "Skriv ett tal, {least} till {most}."
            ),
            "group-name": Said(
                "{field} pekar inte ut någon grupp: både id och displayName saknas.",
                "Lägg till id: eller displayName:.",
            ),
            "one-secret": Said(
                "{field} behöver exakt ett av env, file och keyVault.", "Behåll den plats där innehållstoken finns."
            ),
            "bound-missing": Said(
                "{field}: ett godkännande av {rule} behöver {key}.", "Lägg till {key}: med det antal ni har enats om."
            ),
            "bound-foreign": Said("{field} är inte gränsen för {rule}.", "Ta bort {key}: här. {rule} har {bound}."),
            "by-seat-cap": Said(
                "{field}: {found} godkänns med ett antal, inte med en post här.",
                "Skriv seatCap: på tilldelningen; budgeten för en hel plan är policy.maxNewSeats.",
            ),
            "freeze-order": Said(
                "{field}: ändringsstoppet slutar innan det börjar.", "Skriv ett slut som inte ligger före början."
            ),
            "tenant-second": Said(
                'Ett andra tenant: i mappen "{folder}".', "Behåll ett enda tenant:, i en av mappens filer."
            ),
            "tenant-inside": Said(
                'Klientorganisationen i "{folder}" ligger inuti mappen för en annan, "{outer}".',
                "Flytta en av mapparna, så att ingen ligger inuti den andra.",
            ),
            "tenant-none": Said(
                "Här finns ingen klientorganisation: ingen YAML-fil med tenant: på, under eller ovanför denna plats.",
                "Ange mappen för en klientorganisation, eller skapa en ny med `reconciler init`.",
            ),
            "policy-second": Said(
                "Ett andra policy: för samma klientorganisation.",
                "Skriv alla gränser för en klientorganisation i ett enda policy:.",
            ),
        },
    ),
    "VPP002": Translation(
        "En nyckel som språket inte känner till tillåts inte.",
        "En felstavad nyckel som hoppades över skulle se ut som ett beslut som ingen har fattat.",
        {
            "": Said('Okänt fält "{key}".', "Ta bort det. Här finns: {known}."),
            "near": Said('Okänt fält "{key}"; menade du "{near}"?', "Skriv {near}:, eller ta bort fältet."),
        },
    ),
    "VPP003": Translation(
        "Varje namn på en token eller bok leder till en deklaration i klientorganisationens filer.",
        "Ett namn som inte leder någonstans är ett skrivfel, eller en deklaration som togs bort av misstag.",
        {
            "token": Said(_NO_TOKEN, "Deklarera den, eller rätta namnet."),
            "token-near": Said(_NO_TOKEN, _MEANT),
            "book": Said(_NO_BOOK, "Deklarera den under books:, eller ange den med adamId eller id."),
            "book-near": Said(_NO_BOOK, _MEANT),
            "book-many": Said(
                'Läslistan "{list}" anger boken "{name}", och {count} böcker i token "{token}" har den titeln.',
                "Ange den med adamId eller id.",
            ),
        },
    ),
    "VPP004": Translation(
        "Det som YAML 1.1 och YAML 1.2 läser olika skrivs så att båda läser lika.",
        "Redigerare, granskarnas verktyg och andra program måste läsa det som tillämpas.",
        {
            "null": Said("{field}: {found} utan citattecken läses som inget värde, och här behövs en text.", _QUOTE),
            "boolean": Said("{field}: {found} utan citattecken läses som true eller false av YAML 1.1.", _QUOTE),
            "number": Said("{field}: {found} utan citattecken läses som ett tal.", _QUOTE),
            "date": Said("{field}: {found} utan citattecken läses som ett datum av YAML 1.1.", _QUOTE),
            "octal": Said(
                "{field}: {found} är {new} i YAML 1.2 och {old} i YAML 1.1.",
                "Skriv {new} om det är avsikten, utan nollor före.",
            ),
            "duplicate": Said('Nyckeln "{key}" står två gånger på samma ställe.', "Behåll en av dem."),
            "merge": Said(
                "Sammanslagningsnyckeln << ingår inte i YAML 1.2.",
                "Skriv ut nycklarna, eller använd ett alias för ett helt värde.",
            ),
        },
    ),
    "VPP005": Translation(
        "Namn på klientorganisationer, token, grupper och läslistor är unika, hur de än skrivs.",
        "Två namn som ser likadana ut för en läsare får inte betyda två saker.",
        {
            "tenant": Said(
                'Klientorganisationen "{name}" heter som en annan i samma kodförråd.',
                _ANOTHER_NAME,
            ),
            "token": Said('Token "{name}" heter som en annan token.', _ANOTHER_NAME),
            "alias": Said('Gruppaliaset "{name}" är också namnet på en annan grupp.', "Ge en av dem ett annat alias."),
            "group": Said('"{name}" är alias för en grupp och visningsnamn för en annan.', "Välj ett annat alias."),
            "list": Said('Läslistan "{name}" heter som en annan läslista.', _ANOTHER_NAME),
            "first": _FIRST,
        },
    ),
    "VPP006": Translation(
        "En fil är UTF-8, ett enda YAML-dokument med nycklar överst, och lagom stor och djup.",
        "En fil som bara lästes till hälften skulle se ut som om resten hade tagits bort.",
        {
            "syntax": Said("Det här är inte YAML: {problem}.", "Rätta här, eller strax före."),
            "size": Said("Filen är större än {most} MB.", "Fördela posterna på flera filer."),
            "encoding": Said("Filen är inte UTF-8.", "Spara den som UTF-8."),
            "character": Said(
                "Tecknet {code} får inte stå i en fil.",
                "Ta bort det, eller skriv det som escape-sekvens inom dubbla citattecken.",
            ),
            "levels": Said("Mer än {most} nivåer ligger i varandra.", "Gör den plattare: språket behöver åtta."),
            "nodes": Said(
                "Filen har fler än {most} värden, räknat med varje användning av ett alias.",
                "Fördela dem på flera filer.",
            ),
            "alias-inside": Said("Ett alias står inuti det som det betyder.", "Skriv ut värdet."),
            "alias-unknown": Said(
                "Detta alias har inget ankare före sig.", "Skriv ut värdet, eller sätt ankaret först."
            ),
            "documents": Said("Här börjar ett andra dokument.", "Flytta det till en egen fil."),
            "tag": Said(
                "Uttryckliga taggar är inte tillåtna.", "Ta bort taggen; citera ett värde som är menat som text."
            ),
            "top": Said("Filen har inga nycklar överst.", "Börja med en nyckel, som books:."),
            "link": Said(
                "Den här länken leder ut ur klientorganisationens mapp, eller ingenstans.", "Lägg själva filen här."
            ),
            "access": Said("Filen kan inte läsas: {problem}.", "Ge körningen rätt att läsa den."),
        },
    ),
}
