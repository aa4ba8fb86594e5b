"""VPP113 to VPP128 in Swedish: tokens as the tenant records them."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_WRONG_FILE = "Någon har förnyat den med fel fil: ladda upp rätt fil, eller rätta deklarationen."
_SYNC = "Kör `reconciler sync {token} --wait` (Synkronisera nu), och planera igen."

TEXTS: Mapping[str, Translation] = {
    "VPP113": Translation(
        "En plats har laddats upp till Intune en enda gång.",
        "När en plats har laddats upp flera gånger kanske nya köp inte syns; antalen licenser kan vara inaktuella.",
        {
            "": Said(
                'Token "{token}" ({id}) är en av flera uppladdningar av en plats: {others}.',
                "Ta bort alla utom en i administrationscentret, eller godkänn VPP113 på token med en motivering.",
            )
        },
    ),
    "VPP114": Translation(
        "Tillståndet för en token är ett som denna version känner till.",
        "Ett tillstånd som ingen känner till räknas aldrig som friskt.",
        {
            "": Said(
                'Token "{token}" rapporterar tillståndet "{state}", som inte säger denna version något. '
                "Den behandlas som inte frisk.",
                "Titta på token i administrationscentret innan ändringen slås samman.",
            )
        },
    ),
    "VPP115": Translation(
        "En token är knuten till det Apple-konto som deklarationen anger.",
        "Ett annat konto betyder oftast att en annan person har förnyat den, och då behövs den personen varje år.",
        {
            "": Said(
                'Token "{token}" är knuten till {observed}, men {declared} är deklarerat.',
                "Förnya den med det deklarerade kontot, rätta appleId, eller godkänn VPP115 på token "
                "med en motivering.",
            )
        },
    ),
    "VPP116": Translation(
        "Organisationen och platsen bakom en token förblir desamma.",
        "Om en annan plats token har laddats upp över den hör böcker och licenser till en annan pott.",
        {
            "organization": Said(
                'Token "{token}" hör till "{observed}", men "{declared}" är deklarerad. Inget av den tillämpas.',
                _WRONG_FILE,
            ),
            "location": Said(
                'Token "{token}" pekar på platsen "{observed}", men "{declared}" är deklarerad. '
                "Inget av den tillämpas.",
                _WRONG_FILE,
            ),
            "lost": Said(
                'Efter förnyelsen visar token "{token}" inte längre {count:# av sina böcker|# av sina böcker}. '
                "Inget mer av den tillämpas.",
                "Se efter om en annan plats fil har laddats upp över den.",
            ),
            "uid": Said(
                'Innehållstoken för "{token}" hör till plats {observed}, men {declared} är deklarerad.',
                "Lägg den deklarerade platsens innehållstoken där, eller rätta location.uId.",
            ),
            "books": Said(
                'Token "{token}" visar inte {count:den # bok|någon av de # böcker} som har tillämpats tidigare. '
                "Inget av den tillämpas.",
                "Se efter om en annan plats fil har laddats upp över den; har böckerna flyttats, ta bort dem ur YAML.",
            ),
        },
    ),
    "VPP118": Translation(
        "Innan en token först används med Intune har andra produkters VPP-användare tagits bort.",
        "Intune varken visar eller synkroniserar dem, och deras licenser förblir upptagna.",
        {
            "": Said(
                'Token "{token}" används för första gången, och inget intygar att '
                "VPP-användare från en tidigare produkt har tagits bort.",
                "Ta bort dem där, och skriv sedan preflight.foreignVppUsersRemoved med date och by; "
                "eller godkänn VPP118.",
            ),
            "people": Said(
                'Token "{token}" används för första gången, och inget intygar att VPP-användare från en tidigare '
                "produkt har tagits bort. Apple känner {people:# person|# personer} där, som har "
                "{seats:# licens|# licenser}.",
                "Ta bort dem där, och skriv sedan preflight.foreignVppUsersRemoved med date och by; "
                "eller godkänn VPP118.",
            ),
        },
    ),
    "VPP119": Translation(
        "En token anger när den skapades för denna klientorganisation.",
        "En token som har använts med en annan produkt måste skapas på nytt. Inget gränssnitt kan visa det.",
        {
            "": Said(
                'Token "{token}" anger inte att den skapades för denna klientorganisation.',
                "Skriv preflight.generatedForIntune med dagen för hämtningen. Kommer den från en annan produkt, "
                "hämta först en ny.",
            )
        },
    ),
    "VPP121": Translation(
        "En token som tas bort ur YAML blir kvar i klientorganisationen; detta program raderar aldrig en token.",
        "Den som raderar en token kan inte längre styra dess licenser; vad som händer med böckerna är inte tydligt "
        "dokumenterat.",
        {
            "": Said(
                'Token "{token}" har tagits bort ur kodförrådet. Den blir kvar i klientorganisationen, ohanterad, '
                "med sina tilldelningar.",
                "Här är inget mer att göra: nästa apply glömmer den. För att radera den, använd portalen, "
                "efter att ha läst vad som går förlorat.",
            )
        },
    ),
    "VPP123": Translation(
        "En token hör till det program som deklarationen anger.",
        "En token hör till ett enda program, så detta tyder på fel fil eller fel deklaration.",
        {
            "": Said(
                'Token "{token}" är deklarerad som {declared}, men klientorganisationen säger {observed}.',
                "Se efter från vilken av Apples portaler token kom; rätta deklarationen eller uppladdningen.",
            )
        },
    ),
    "VPP124": Translation(
        "Den senaste synkroniseringen är inte äldre än policy.syncMaxAgeHours.",
        "Antalen licenser är de från den senaste synkroniseringen. En plan synkroniserar aldrig av sig själv.",
        {
            "": Said(
                'Token "{token}" synkroniserades för {hours:# timme|# timmar} sedan. Dess licenser är från {when}.',
                _SYNC,
            ),
            "lag": Said(
                'Token "{token}": Apple räknar annorlunda än Intune, som släpar efter till nästa synkronisering: '
                "{counts}.",
                _SYNC,
            ),
            "never": Said(
                'Token "{token}" har aldrig synkroniserats, såvitt klientorganisationen visar. '
                "Dess antal licenser kan vara fel.",
                _SYNC,
            ),
        },
    ),
    "VPP125": Translation(
        "Den senaste synkroniseringen av en token misslyckades inte.",
        "Efter en misslyckad synkronisering går antalen licenser inte att lita på.",
        {
            "": Said(
                'Den senaste synkroniseringen av "{token}" misslyckades. '
                "Ändringar som förbrukar licenser hålls tillbaka.",
                "Titta på token i administrationscentret, välj Synkronisera nu, och planera igen.",
            )
        },
    ),
    "VPP126": Translation(
        "Ingen synkronisering pågår medan en plan görs.",
        "Antalen kan vara på väg att ändras.",
        {
            "": Said(
                'En synkronisering av "{token}" pågår; antalen är de från tiden före den.',
                "Planera igen när den är klar.",
            )
        },
    ),
    "VPP127": Translation(
        "Klientorganisationens token är deklarerade.",
        "Det som git inte deklarerar räknas upp och rörs aldrig.",
        {
            "": Said(
                "{count:# token|# token} i klientorganisationen finns inte i detta kodförråd: {names}.",
                "Deklarera dem för att hantera deras böcker.",
            )
        },
    ),
    "VPP128": Translation(
        "En token är knuten till ett konto som bara är till för token.",
        "När en person ändrar sitt lösenord slutar alla kontots token att fungera.",
        {
            "person": Said(
                'Token "{token}" är knuten till {account}, som ser ut att vara en persons konto.',
                "Använd ett hanterat Apple-konto (tidigare: hanterat Apple-ID) som bara är till för token.",
            ),
            "shared": Said(
                "{account} hämtar token för flera ägare: {owners}.",
                "Ge varje ägare ett eget konto, som bara är till för token.",
            ),
        },
    ),
}
