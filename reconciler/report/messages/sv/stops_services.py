"""What is said in Swedish of services that failed: answers and readings, of Graph, Apple, and the pipeline's own."""

from reconciler.report.messages.pieces import Piece

_THINGS = (
    Piece("the list of books", "listan över böcker"),
    Piece("the list of VPP tokens", "listan över VPP-token"),
    Piece("the assignments of {name}", "tilldelningarna av {name}"),
    Piece("the audit log", "granskningsloggen"),
    Piece("Apple's list of books", "Apples lista över böcker"),
    Piece("Apple's list of people", "Apples lista över personer"),
    Piece("Apple's list of licences in use", "Apples lista över licenser som används"),
    Piece("a book", "en bok"),
    Piece("an assignment", "en tilldelning"),
    Piece("an asset", "en produkt"),
    Piece("the location", "platsen"),
    Piece("assignments", "tilldelningar"),
    Piece("VPP tokens", "VPP-token"),
)
"""What is read or written."""

_REASONS = (
    Piece("its displayName is no text", "dess displayName är ingen text"),
    Piece("it is no object", "det är inget objekt"),
    Piece("its assignments are no list", "dess tilldelningar är ingen lista"),
    Piece("it has no id", "den har inget id"),
    Piece("it has no adamId", "den har inget adamId"),
    Piece("its pages go round in a circle", "dess sidor går runt i en cirkel"),
    Piece("the next page is said to be outside of the service", "nästa sida sägs ligga utanför tjänsten"),
    Piece("the next one is no list of objects", "nästa är ingen lista över objekt"),
    Piece("the link to the next one is no text", "länken till nästa är ingen text"),
    Piece(
        "it changed between two pages, {count} times in a row", "den ändrades mellan två sidor, {count} gånger i rad"
    ),
    Piece("it has more than {count} pages", "den har mer än {count} sidor"),
    Piece("page {number} could not be read: {failure}", "sida {number} kunde inte läsas: {failure}"),
    Piece("page {number} was asked for and another one came", "sida {number} efterfrågades och en annan kom"),
    Piece("{name} is listed twice and differs", "{name} står två gånger och skiljer sig"),
    Piece("a page has no rows", "en sida har inga rader"),
    Piece("a page is no list of objects", "en sida är ingen lista över objekt"),
    Piece("after page {number} does not come page {other}", "efter sida {number} kommer inte sida {other}"),
    Piece("no answer", "inget svar"),
)

_READING = (
    Piece("{problem} stopped after 1 page ({reason}).", "{problem} tog slut efter 1 sida ({reason})."),
    Piece("{problem} stopped after {count} pages ({reason}).", "{problem} tog slut efter {count} sidor ({reason})."),
    Piece(
        "{problem} is on two pages and differs: the list changed while it was read.",
        "{problem} står på två sidor och skiljer sig: listan ändrades medan den lästes.",
    ),
    Piece("{problem} could not be read: {failure}", "{problem} kunde inte läsas: {failure}"),
    Piece("{problem} could not be read ({reason}).", "{problem} kunde inte läsas ({reason})."),
    Piece("{problem} was not read to its end: {reason}.", "{problem} lästes inte till slut: {reason}."),
    Piece("the audit log may not be read: {failure}", "granskningsloggen får inte läsas: {failure}"),
    Piece(
        "Microsoft Graph sent {problem} that cannot be read: {reason}.",
        "Microsoft Graph skickade {problem} som inte kan läsas: {reason}.",
    ),
    Piece(
        "Apple sent something that cannot be used: {problem}, {reason}.",
        "Apple skickade något som inte kan användas: {problem}, {reason}.",
    ),
    Piece("Nothing is planned on a part of the tenant.", "Inget planeras utifrån en del av klientorganisationen."),
    Piece("Nothing is planned on a part of it.", "Inget planeras utifrån en del av den."),
    Piece("Nothing is concluded from a part of it.", "Inga slutsatser dras av en del av den."),
    Piece("Run again; if it stays so, report it.", "Kör igen; blir det likadant, rapportera det."),
    Piece("Run again when less changes there.", "Kör igen när mindre ändras där."),
    Piece("Run again; the list grew shorter meanwhile.", "Kör igen; listan blev kortare under tiden."),
    Piece("Run again.", "Kör igen."),
    Piece("Reading books and VPP tokens needs {names}.", "Att läsa böcker och VPP-token kräver {names}."),
    Piece("Writing {problem} needs {names}.", "Att skriva {problem} kräver {names}."),
    Piece(
        "Give the app {names}, and its identity a role that may read audit logs.",
        "Ge appen {names}, och dess identitet en roll som får läsa granskningsloggar.",
    ),
)

_ANSWERS = (
    Piece(
        "{name} answered {request} with something that is not a JSON object{marks}.",
        "{name} svarade på {request} med något som inte är ett JSON-objekt{marks}.",
    ),
    Piece(
        "{name} answered {request} with more than any list of its can hold; the rest was not read.",
        "{name} svarade på {request} med mer än någon av dess listor kan hålla; resten lästes inte.",
    ),
    Piece(
        "Apple answered {request} with error {number} ({reason}), status {status}.",
        "Apple svarade på {request} med fel {number} ({reason}), status {status}.",
    ),
    Piece(
        "{name} answered {request} with a redirect, status {status}.",
        "{name} svarade på {request} med en omdirigering, status {status}.",
    ),
    Piece("{name} answered {request} with status {status}.", "{name} svarade på {request} med status {status}."),
    Piece("{name} answered {request} with {problem}.", "{name} svarade på {request} med {problem}."),
    Piece("{name} at {host} could not be reached: {told}.", "{name} på {host} kunde inte nås: {told}."),
    Piece("{name} at {host} gave no whole answer: {told}.", "{name} på {host} gav inget helt svar: {told}."),
    Piece("{name} at {host} {failed}: {told}.", "{name} på {host} svarade inte: {told}."),
    Piece(
        "{name} led to an address that cannot be read; it was not asked.",
        "{name} ledde till en adress som inte kan läsas; den tillfrågades inte.",
    ),
    Piece(
        "{name} led to another host, {host}; it was not asked.",
        "{name} ledde till en annan värd, {host}; den tillfrågades inte.",
    ),
    Piece("{name} led to {told}; it was not asked.", "{name} ledde till {told}; det tillfrågades inte."),
    Piece(
        "Microsoft Graph: the sign-in was not accepted while groups were read (401).",
        "Microsoft Graph: inloggningen godtogs inte när grupper lästes (401).",
    ),
    Piece("no JSON object", "inget JSON-objekt"),
    Piece("pages that do not end", "sidor utan slut"),
    Piece("no list of objects", "ingen lista över objekt"),
    Piece("no list of approvals", "ingen lista över godkännanden"),
    Piece("no list of reviewers", "ingen lista över granskare"),
    Piece("no results", "inga resultat"),
    Piece("no commit of a merge request", "ingen commit i en merge request"),
    Piece("no commit of a pull request", "ingen commit i en pull request"),
    Piece("not all commits of a pull request", "inte alla commits i en pull request"),
    Piece("no time of the last push", "ingen tid för den senaste push"),
    Piece(
        "The tenant requires a second administrator: {failure} The request for approval was filed as {id}.",
        "Klientorganisationen kräver en andra administratör: {failure} Begäran om godkännande sparades som {id}.",
    ),
    Piece(
        "The tenant requires a second administrator: {failure}",
        "Klientorganisationen kräver en andra administratör: {failure}",
    ),
    Piece(
        "The tenant protects {problem} with Multi Admin Approval, and nothing was written.",
        "Klientorganisationen skyddar {problem} med Multi Admin Approval, och inget har skrivits.",
    ),
    Piece('The justification was "{told}".', 'Motiveringen var "{told}".'),
    Piece(
        "Exclude this app from the access policy, or let a second administrator make the change; then apply again.",
        "Undanta appen från åtkomstprincipen, eller låt en andra administratör göra ändringen; tillämpa sedan igen.",
    ),
)

_APPLE = (
    Piece("the content token is not signed in", "innehållstoken är inte inloggad"),
    Piece("an argument is not valid", "ett argument är inte giltigt"),
    Piece("an error inside the service", "ett fel inuti tjänsten"),
    Piece("the content token has expired", "innehållstoken har gått ut"),
    Piece("the content token is not valid", "innehållstoken är inte giltig"),
    Piece("the content token was withdrawn", "innehållstoken har dragits tillbaka"),
    Piece("this part of the service is gone", "denna del av tjänsten finns inte längre"),
    Piece("the content token may not do this", "innehållstoken får inte göra detta"),
    Piece("maintenance", "underhåll"),
    Piece("Apple's own device management holds the location", "Apples egen enhetshantering håller platsen"),
    Piece("too many requests of this organisation", "för många anrop från denna organisation"),
    Piece("the page is gone", "sidan finns inte längre"),
    Piece("the version is not known", "versionen är inte känd"),
    Piece("the content token is not readable", "innehållstoken kan inte läsas"),
    Piece("not described", "inte beskrivet"),
    Piece("A newer version of reconciler is needed.", "En nyare version av reconciler behövs."),
    Piece("Release the location there first.", "Frigör platsen där först."),
    Piece("Repeating helps once Apple is well again.", "Ett nytt försök hjälper när Apple mår bra igen."),
    Piece(
        "Apple asks to slow down. Run again later, or raise RECONCILER_RETRY_SECONDS.",
        "Apple ber om lägre takt. Kör igen senare, eller höj RECONCILER_RETRY_SECONDS.",
    ),
    Piece(
        "Download the content token of this location again in Apple School Manager or Apple Business, put it where "
        "`secret:` in the YAML says, and plan the renewal.",
        "Hämta platsens innehållstoken på nytt i Apple School Manager eller Apple Business, lägg den där `secret:` i "
        "YAML säger, och planera förnyelsen.",
    ),
    Piece(
        "Repeating does not help. Report it with the error's number: Apple expects another request than was sent.",
        "Ett nytt försök hjälper inte. Rapportera det med felets nummer: Apple väntar sig ett annat anrop än det som "
        "skickades.",
    ),
    Piece(
        "Repeating does not help; the number tells Apple's support what happened.",
        "Ett nytt försök hjälper inte; numret säger Apples support vad som hände.",
    ),
)

_REMEDIES = (
    Piece(
        "Sign in again, or renew the access token; repeating alone does not help.",
        "Logga in igen, eller förnya åtkomsttoken; bara ett nytt försök hjälper inte.",
    ),
    Piece(
        "Sign in again; an access token lasts about an hour.", "Logga in igen; en åtkomsttoken gäller ungefär en timme."
    ),
    Piece(
        "Give the identity the permission that this needs; repeating alone does not help.",
        "Ge identiteten den behörighet som detta kräver; bara ett nytt försök hjälper inte.",
    ),
    Piece(
        "Check the address of {name} and whether the thing is still there.",
        "Kontrollera adressen till {name} och om saken finns kvar.",
    ),
    Piece("Something else changed it at the same time.", "Något annat ändrade det samtidigt."),
    Piece("Run again, which reads anew.", "Kör igen, då läses det på nytt."),
    Piece("The service asks to slow down.", "Tjänsten ber om lägre takt."),
    Piece(
        "Run again later, or raise RECONCILER_RETRY_SECONDS.", "Kör igen senare, eller höj RECONCILER_RETRY_SECONDS."
    ),
    Piece("Redirects are not followed.", "Omdirigeringar följs inte."),
    Piece("Correct the address of {name}.", "Rätta adressen till {name}."),
    Piece(
        "Repeating helps once the service is well again; its support can follow the request id.",
        "Ett nytt försök hjälper när tjänsten mår bra igen; dess support kan följa request-id.",
    ),
    Piece(
        "Repeating does not help; the request id tells the service's support what happened.",
        "Ett nytt försök hjälper inte; request-id säger tjänstens support vad som hände.",
    ),
    Piece(
        "Look whether a proxy or a sign-in page stands before {name}; repeat once that is mended.",
        "Se efter om en proxy eller en inloggningssida står framför {name}; försök igen när det är åtgärdat.",
    ),
    Piece(
        "Look whether a proxy stands before {name}; otherwise report it, with the number of books.",
        "Se efter om en proxy står framför {name}; rapportera det annars, med antalet böcker.",
    ),
    Piece(
        "Check the network, the proxy variables and the address; repeating helps once the service answers again.",
        "Kontrollera nätverket, proxyvariablerna och adressen; ett nytt försök hjälper när tjänsten svarar igen.",
    ),
    Piece("Only {host} is spoken to.", "Bara {host} tillfrågas."),
    Piece("Find out what stands between here and {name}.", "Ta reda på vad som står mellan oss och {name}."),
    Piece("Nothing was taken for granted.", "Inget togs för givet."),
    Piece(
        "Repeating helps where the service is in trouble; else please report it.",
        "Ett nytt försök hjälper om tjänsten har problem; rapportera det annars.",
    ),
)

SERVICES = (*_REASONS, *_READING, *_ANSWERS, *_REMEDIES, *_APPLE, *_THINGS)
