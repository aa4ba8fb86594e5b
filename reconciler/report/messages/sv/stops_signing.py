"""What stops a run that signs in the name of an identity, in Swedish."""

from reconciler.report.messages.pieces import Piece

SIGNING = (
    Piece(
        'RECONCILER_SIGNING is "{value}", which is no way to sign.',
        'RECONCILER_SIGNING är "{value}", vilket inte är något sätt att signera.',
    ),
    Piece(
        "Set it to sigstore, or unset it: RECONCILER_SIGNING_KEY alone signs by a key.",
        "Sätt den till sigstore, eller ta bort den: RECONCILER_SIGNING_KEY ensam signerar med en nyckel.",
    ),
    Piece(
        "RECONCILER_SIGNING: signing by sigstore needs an extra that is not installed.",
        "RECONCILER_SIGNING: att signera med sigstore kräver ett tillägg som inte är installerat.",
    ),
    Piece("Run: {command}.", "Kör: {command}."),
    Piece(
        "the pipeline gave no proof of its identity: {problem}.",
        "pipelinen gav inget bevis på sin identitet: {problem}.",
    ),
    Piece("sigstore: its trust root was not fetched: {problem}.", "sigstore: tillitsroten hämtades inte: {problem}."),
    Piece("sigstore: the record was not signed: {problem}.", "sigstore: posten signerades inte: {problem}."),
    Piece("no answer within {seconds} seconds", "inget svar inom {seconds} sekunder"),
    Piece(
        "Run again. If it stays so, look how the service is, or sign by a key.",
        "Kör igen. Om det består, se efter hur tjänsten mår, eller signera med en nyckel.",
    ),
    Piece("Look at your own instance of Fulcio.", "Se över den egna instansen av Fulcio."),
    Piece(
        "RECONCILER_SIGNING: no identity to sign with: {problem}.",
        "RECONCILER_SIGNING: ingen identitet att signera med: {problem}.",
    ),
    Piece(
        "RECONCILER_SIGNING: nothing here gives an identity to sign with.",
        "RECONCILER_SIGNING: inget här ger en identitet att signera med.",
    ),
    Piece(
        "RECONCILER_SIGNING: the proof of the pipeline's identity is of no use: {problem}.",
        "RECONCILER_SIGNING: beviset på pipelinens identitet går inte att använda: {problem}.",
    ),
    Piece(
        "On GitHub give the job the permission id-token: write; elsewhere set SIGSTORE_ID_TOKEN to an OpenID Connect "
        'token for the audience "sigstore". Or unset RECONCILER_SIGNING.',
        "På GitHub: ge jobbet behörigheten id-token: write; annars: sätt SIGSTORE_ID_TOKEN till en token i OpenID "
        'Connect för mottagaren "sigstore". Eller ta bort RECONCILER_SIGNING.',
    ),
    Piece(
        "{variable}: it names no services that can be used: {problem}.",
        "{variable}: den anger inga tjänster som går att använda: {problem}.",
    ),
    Piece("{variable}: the trust root in it cannot be used.", "{variable}: tillitsroten i den går inte att använda."),
    Piece(
        "{variable}: {file} is no trust configuration of sigstore.",
        "{variable}: {file} är ingen tillitskonfiguration för sigstore.",
    ),
    Piece(
        "{variable}: {url} is no address that may be spoken to.",
        "{variable}: {url} är ingen adress som får anropas.",
    ),
    Piece("Use https; http only on loopback.", "Använd https; http bara inom den egna datorn."),
    Piece(
        "Set it to the client trust configuration (JSON) of your own instance, or unset it for the public one.",
        "Sätt den till den egna instansens tillitskonfiguration (JSON), eller ta bort den för den öppna instansen.",
    ),
)
