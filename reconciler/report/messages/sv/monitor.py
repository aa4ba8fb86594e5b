"""VPP211, VPP406, VPP408 and VPP601 to VPP603 in Swedish: what only the passing of time shows."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

TEXTS: Mapping[str, Translation] = {
    "VPP211": Translation(
        "Varje bok med licenser är tilldelad någon.",
        "Licenser som är betalda är till ingen nytta så länge boken inte är tilldelad någon grupp.",
        {
            "": Said(
                '"{book}": {total:# licens|# licenser}, ingen tilldelning.',
                "Tilldela boken till en grupp, eller fråga varför den köptes.",
            )
        },
    ),
    "VPP406": Translation(
        "Antalet licenser för en bok minskar inte.",
        "Licenser som har flyttats till en annan plats, eller återköpts, saknas här utan spår i Intune.",
        {
            "": Said(
                '"{book}": antalet har gått från {was} till {now} sedan {date}.',
                "Fråga den som sköter Apple School Manager eller Apple Business om licenser har flyttats eller "
                "återköpts.",
            )
        },
    ),
    "VPP408": Translation(
        "Antalet förbrukade licenser för en bok ökar inte mer än de tillämpade ändringarna förklarar.",
        "En förbrukad licens kommer inte tillbaka; någon annan kan vara den som delar ut dem.",
        {
            "": Said(
                '"{book}": {seats:# licens till|# licenser till} förbrukade sedan {date}, varav ändringar förklarar '
                "{done}.",
                "Kör reconciler drift och reconciler audit events: har en grupp tilldelats utanför git, eller har en "
                "vuxit?",
            )
        },
    ),
    "VPP601": Translation(
        "En bok installeras på varje enhet som ber om den.",
        "En installation som misslyckas gör det ofta av ett skäl som fler kommer att möta.",
        {
            "": Said(
                '"{book}": {failed} av {total:# installation|# installationer} har misslyckats ({code}).',
                "Slå upp koden i Intunes lista över installationsfel; administrationscentret visar enheterna.",
            )
        },
    ),
    "VPP602": Translation(
        "En obligatorisk bok är installerad inom 7 dagar.",
        "Den som behöver boken väntar, och ingen får veta varför.",
        {
            "": Said(
                '"{book}": {users:# användare har|# användare har} haft den som obligatorisk i '
                "{days:# dag|# dagar} utan installation.",
                "Sök orsaken i den här ordningen: inbjudan från Apple är inte godkänd, ingen enhet är registrerad på "
                "användaren, ingen licens är ledig, appen Böcker saknas, enheten är inte uppkopplad.",
            )
        },
    ),
    "VPP603": Translation(
        "Varje enhet med en bok har hört av sig inom 14 dagar.",
        "Tillståndet för en enhet som inte hör av sig säger inget; den räknas inte med.",
        {
            "": Said(
                "{count:# enhet har|# enheter har} inte hört av sig på 14 dagar, den äldsta sedan {date}; räknas inte "
                "med.",
                "Ta reda på om enheterna fortfarande används.",
            ),
            "never": Said(
                "{count:# enhet har|# enheter har} aldrig hört av sig; räknas inte med.",
                "Ta reda på om enheterna fortfarande används.",
            ),
        },
    ),
}
