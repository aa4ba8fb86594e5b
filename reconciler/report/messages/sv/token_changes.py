"""VPP117, VPP120 and VPP122 in Swedish: creating, renewing and changing tokens."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_STEPS = 'Kör "reconciler explain token {token}" för stegen.'

TEXTS: Mapping[str, Translation] = {
    "VPP117": Translation(
        "Intune tar över en token från en annan tjänst för enhetshantering bara där någon har beslutat det.",
        "Den andra tjänsten förlorar sina tilldelningar, och licens- och användarposter där kan gå förlorade.",
        {
            "": Said(
                'Token "{token}" skulle tas från en annan tjänst för enhetshantering, '
                "som då förlorar sina tilldelningar.",
                "Godkänn VPP117 på token med en motivering som nämner den andra tjänsten, "
                "när dess VPP-användare har tagits bort (VPP118).",
            )
        },
    ),
    "VPP120": Translation(
        "En token skapas eller förnyas bara med en fullständig deklaration och rätt innehållstoken.",
        "Med fel fil hör böcker och licenser till en annan pott, och en andra uppladdning av en plats stör båda.",
        {
            "incomplete": Said(
                'Token "{token}" skulle skapas, men deklarationen säger inte när den hämtades för denna '
                "klientorganisation.",
                "Skriv preflight.generatedForIntune med dagen för hämtningen, gjord för denna klientorganisation.",
            ),
            "organization": Said(
                'Token "{token}" skulle laddas upp, men innehållstoken i {place} hör till organisationen "{found}", '
                'och "{declared}" är deklarerad. Ingenting laddas upp.',
                "Lägg rätt fil där, eller rätta organization.",
            ),
            "expired": Said(
                'Token "{token}" skulle laddas upp, men innehållstoken i {place} gick ut {date}. Ingenting laddas upp.',
                "Hämta en ny. " + _STEPS,
            ),
            "unreadable": Said(
                'Det som står i {place} är ingen innehållstoken för "{token}": {flaw}. Ingenting laddas upp.',
                "Lägg innehållet i den hämtade filen där, helt och oförändrat. " + _STEPS,
            ),
            "older": Said(
                'Innehållstoken i {place} är äldre än den som "{token}" har i klientorganisationen ({date}). '
                "Ingenting laddas upp.",
                "Lägg den senaste filen där. " + _STEPS,
            ),
            "unseen": Said(
                'Innehållstoken för "{token}" ({place}) finns inte till hands här: {why}. Den kontrolleras när '
                "planen verkställs.",
                "Inget mer behöver göras om den finns där när planen verkställs.",
            ),
            "there": Said(
                'Token "{token}" skulle skapas, men klientorganisationen har redan {found} för organisationen '
                '"{declared}", och inget säger att det är en annan plats. Ingenting laddas upp.',
                "Skriv dess id eller dess appleId i deklarationen för att hantera den; "
                "för en annan plats, skriv location.name.",
            ),
            "refused": Said(
                'Apple godtar inte innehållstoken för "{token}" i {place}: {why}. Ingenting laddas upp.',
                "Hämta en ny. " + _STEPS,
            ),
            "missing": Said(
                'Token "{token}" skulle laddas upp, men det finns ingen innehållstoken i {place}: {why}. '
                "Ingenting laddades upp.",
                "Ge körningen som verkställer denna hemlighet och verkställ igen. " + _STEPS,
            ),
        },
    ),
    "VPP122": Translation(
        "Land eller region för en token ändras bara där någon har beslutat det.",
        "Nästa synkronisering skriver om det som butiken säger om varje titel, och titlar som den andra butiken "
        "saknar uppdateras inte längre.",
        {
            "": Said(
                'Att ändra token "{token}" från {before} till {after} berör {count:# bok|# böcker}; '
                "titlar som den andra butiken saknar uppdateras inte längre.",
                "Godkänn VPP122 på token med maxBooks: {count} och en motivering, eller behåll {before}.",
            )
        },
    ),
}
