"""What is wrong with a record of the ledger, in Swedish. Read `damage_text`."""

from reconciler.report.messages.pieces import Piece, reworded

DAMAGE = (
    Piece("it is no JSON that the ledger writes", "den är ingen JSON som liggaren skriver"),
    Piece(
        "it is not one JSON object in canonical form and a newline",
        "den är inte ett JSON-objekt i kanonisk form och en radbrytning",
    ),
    Piece(
        "its digest does not fit its content: it was changed",
        "dess kontrollsumma passar inte innehållet: den har ändrats",
    ),
    Piece("its format {found} is not {expected}", "dess format {found} är inte {expected}"),
    Piece("it belongs to tenant {found}", "den hör till klientorganisationen {found}"),
    Piece('its "previous" is no digest', 'dess "previous" är ingen kontrollsumma'),
    Piece("it says it is record {seq} of kind {kind}", "den säger sig vara post {seq} av slaget {kind}"),
    Piece(
        'its "{place}" is not {problem}: it does not say what a record of its kind says',
        'dess "{place}" är inte {problem}: den säger inte vad en post av sitt slag säger',
    ),
    Piece("a text", "en text"),
    Piece("a digest", "en kontrollsumma"),
    Piece("true or false", "sant eller falskt"),
    Piece("a whole number", "ett heltal"),
    Piece("an instant", "en tidpunkt"),
    Piece("an object", "ett objekt"),
    Piece("a list", "en lista"),
    Piece("there", "där"),
    Piece("limits of a policy", "gränser i en policy"),
    Piece("the id of a change", "id för en ändring"),
    Piece("the id of an assignment", "id för en tilldelning"),
    Piece("one of {allowed}", "något av {allowed}"),
    Piece(
        "no intent before it has the digest that it closes",
        "ingen avsikt före den har den kontrollsumma som den stänger",
    ),
    Piece(
        "the intent that it closes was closed before, by {name}",
        "avsikten som den stänger stängdes redan, av {name}",
    ),
    Piece("it is no plain file: a record was replaced", "den är ingen vanlig fil: en post har bytts ut"),
    Piece("it lacks {keys}", "den saknar {keys}"),
    Piece('its "at" is no instant: {found}', 'dess "at" är ingen tidpunkt: {found}'),
    Piece(
        "it says that a record was before it, and it is the first",
        "den säger att en post fanns före den, och den är den första",
    ),
    Piece(
        "it is not the record that {name} follows: it was changed or replaced, and its digest written anew",
        "den är inte den post som {name} följer på: den har ändrats eller bytts ut, och kontrollsumman skrivits om",
    ),
    Piece(
        "it does not follow {name}: it was changed or replaced",
        "den följer inte på {name}: den har ändrats eller bytts ut",
    ),
    Piece("the record is missing, and later ones are there", "posten saknas, och senare finns"),
    Piece("there are two records {seq}", "det finns två poster {seq}"),
    Piece(
        "it looks like a record, and its name is none of a record",
        "den ser ut som en post, och dess namn är inte en posts",
    ),
    Piece("its signature does not hold: {problem}", "dess signatur håller inte: {problem}"),
    Piece(
        "it was signed for another record, or the record was changed after signing",
        "den signerades för en annan post, eller så ändrades posten efter signeringen",
    ),
    Piece("its signature is not one of the key {keyid}", "signaturen är inte gjord med nyckeln {keyid}"),
    Piece(
        "its signature is not one of the certificate of {identity}",
        "signaturen är inte gjord med certifikatet för {identity}",
    ),
    Piece(
        "a signature in it brings no certificate that can be read",
        "en signatur i den har inget certifikat som kan läsas",
    ),
    Piece(
        "the certificate of a signature in it names no identity",
        "certifikatet till en signatur i den anger ingen identitet",
    ),
    Piece(
        "the extension of a signature in it is no verification material of sigstore",
        "tillägget till en signatur i den är inget kontrollmaterial från sigstore",
    ),
    Piece("what it holds is no statement about a record of this kind", "innehållet är inget intyg om en sådan post"),
    Piece("what it holds is no statement about a record", "innehållet är inget intyg om en post"),
    Piece("what it holds is of type {found}, not {expected}", "innehållet är av typen {found}, inte {expected}"),
    Piece("commit {commit}: {reason}", "commit {commit}: {reason}"),
    Piece("it joins two histories", "den förenar två historier"),
    Piece("it removed the file", "den tog bort filen"),
    Piece("it changed the file", "den ändrade filen"),
    Piece("it made something else of the file", "den gjorde något annat av filen"),
    Piece("it added what is no plain file", "den lade till något som inte är en vanlig fil"),
    Piece("it added {count} files, and not one", "den lade till {count} filer, och inte en"),
    Piece(
        "it was on the branch at an earlier look, and is gone: the branch was rewritten",
        "den fanns på grenen vid en tidigare titt, och är borta: grenen har skrivits om",
    ),
)


def damage_text(text: str) -> str:
    """What is wrong with a record; a text that is not known stays as it is."""
    return reworded(text, DAMAGE)
