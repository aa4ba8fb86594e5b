"""VPP401 to VPP411 in Swedish: licences."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_NEVER_BACK = (
    "En licens för en bok som en användare har fått kommer aldrig tillbaka: inte när användaren slutar, "
    "inte när tilldelningen tas bort."
)

TEXTS: Mapping[str, Translation] = {
    "VPP401": Translation(
        "En ändring som kan förbruka licenser anger med seatCap hur många den får förbruka.",
        _NEVER_BACK,
        {
            "": Said(
                'Upp till {seats:# licens|# licenser} av "{book}" förbrukas för alltid av "{group}".',
                "Skriv seatCap: {seats} om det är avsikten.",
            ),
            "unknown": Said(
                'Ett okänt antal licenser av "{book}" förbrukas för alltid av "{group}".',
                "Skriv seatCap på tilldelningen: så många licenser som den högst får förbruka.",
            ),
        },
    ),
    "VPP402": Translation(
        "Det bästa fallet behöver inte fler licenser än det finns.",
        "Intune låter en tilldela mer än vad som är köpt; den som kommer först får boken.",
        {
            "": Said(
                '"{book}": minst {best:# licens|# licenser} behövs, av {total}.',
                "Köp {short} till, eller minska grupperna: minst {short} blir utan, och ingen väljer vem.",
            )
        },
    ),
    "VPP403": Translation(
        "Det värsta fallet behöver inte fler licenser än det finns.",
        "Intune visar inte vem som redan har boken, så behovet är ett intervall.",
        {
            "": Said(
                '"{book}": mellan {best} och {worst} av {total} licenser efter denna ändring.',
                "Köp {short} till för att vara på den säkra sidan, eller välj mindre grupper.",
            )
        },
    ),
    "VPP404": Translation(
        "Mindre än hälften av en boks licenser är förbrukade.",
        "Från hälften visar administrationscentret en varning; detta är samma gräns.",
        {
            "": Said(
                '"{book}": {used} av {total} licenser är förbrukade ({percent} %). '
                "Administrationscentret visar en varning från 50 %.",
                "Inget att göra än.",
            )
        },
    ),
    "VPP405": Translation(
        "En bok har fler lediga licenser än policy.lowSeats.",
        "Den som kommer när ingen är kvar får ingen bok, och ingen får veta det.",
        {"": Said('"{book}" i "{token}": {free} av {total} licenser är lediga.', "Köp fler. {groups}")},
    ),
    "VPP407": Translation(
        "En boks licenser finns hos personer i dess grupper.",
        "Resten finns hos personer som har slutat. Det går inte att frigöra eller flytta de licenserna.",
        {
            "": Said(
                '"{book}": minst {seats:# licens finns|# licenser finns} hos personer utanför bokens grupper.',
                "Inget går att göra; räkna dem som förbrukade.",
            )
        },
    ),
    "VPP409": Translation(
        "Ingen läser med två Apple-konton.",
        "En person med ett privat och ett hanterat konto kan förbruka två licenser. Angivet för appar; här tillämpat "
        "på samma sätt.",
        {
            "": Said(
                'Personer i "{group}" med två Apple-konton kan förbruka två licenser av "{book}"; det ingår inte i '
                "antalen.",
                "Köp några licenser extra.",
            )
        },
    ),
    "VPP410": Translation(
        "En ändring håller sig inom tilldelningens seatCap, och en plan inom policy.maxNewSeats.",
        f"Granskaren godkände ett antal, inte en blankofullmakt. {_NEVER_BACK}",
        {
            "": Said(
                'seatCap {cap} för "{group}" / "{book}": denna ändring kan förbruka {seats}.',
                "Höj gränsen i en granskad ändring om {seats} licenser är avsikten, eller använd en mindre grupp.",
            ),
            "unknown": Said(
                'seatCap {cap} för "{group}" / "{book}": denna ändring kan förbruka ett okänt antal licenser.',
                "Gör gruppens medlemmar läsbara, och planera igen.",
            ),
            "budget": Said(
                "policy.maxNewSeats är {cap}: ändringarna i denna plan kan förbruka {seats:# licens|# licenser}.",
                "Höj budgeten i en granskad ändring, eller planera färre ändringar åt gången.",
            ),
        },
    ),
    "VPP411": Translation(
        "En boks antal är kända och rimliga.",
        "Ett okänt antal räknas aldrig som 0, och aldrig som tillräckligt.",
        {
            "": Said(
                '"{book}": prognosen är okänd: {reason}.',
                "Läs bokens antal i administrationscentret innan ändringen slås samman.",
            ),
            "odd": Said(
                '"{book}": klientorganisationen rapporterar {used} förbrukade av {total} licenser. '
                "Antalen visas som de rapporteras.",
                "Välj Synkronisera nu för token, och titta på boken i Apple School Manager.",
            ),
        },
    ),
}
