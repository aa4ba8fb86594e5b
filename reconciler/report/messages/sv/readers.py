"""VPP309 to VPP324 in Swedish, as far as they are about who is in a group and how it is kept."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_TELL_THEM = "Berätta det före utrullningen: reconciler explain book TITEL."
_IF_MEANT = "Inget att göra om det är avsikten."
_RIGHT_GROUP = "Se efter om det är rätt grupp."
_STILL_RIGHT = "Se efter om det fortfarande är rätt grupp; seatCap begränsar vad nykomlingar kan ta."
_NEWCOMERS = (
    '"{group}": {joined} av {members:# medlem|# medlemmar} har kommit till sedan {date}, {kept} är kvar, {left} har '
    'lämnat. Upp till {joined:# licens till|# licenser till} av "{book}"{more}; det som de som har lämnat har fått '
    "behåller de."
)

TEXTS: Mapping[str, Translation] = {
    "VPP309": Translation(
        "En grupp som en bok tilldelas på nytt har användare.",
        "Grupper fylls ofta senare, och förbrukar då licenser utan ny granskning.",
        {"": Said('"{group}" har inga medlemmar än; licenser som behövs nu: 0.', _RIGHT_GROUP)},
    ),
    "VPP310": Translation(
        "En grupps medlemmar väljs av människor.",
        "En grupp med en regel växer utan pull request, och varje ny medlem kan förbruka en licens för alltid.",
        {
            "": Said(
                '"{group}" är dynamisk: nya medlemmar tar licenser utan ny granskning.',
                "seatCap begränsar en plan och när den tillämpas; håll ögonen på gruppen däremellan.",
            )
        },
    ),
    "VPP311": Translation(
        "En grupp heter i klientorganisationen som i YAML.",
        "En grupp som har bytt namn kan vara en annan klass nu; den känns fortfarande igen på sitt id.",
        {
            "": Said(
                'Gruppen med id {id} heter nu "{observed}", deklarerad som "{declared}".',
                "Är det fortfarande rätt grupp? Skriv då dess nya namn.",
            )
        },
    ),
    "VPP312": Translation(
        "Sedan förra gången något tillämpades har högst hälften av en grupps medlemmar bytts ut.",
        "När ett läsår byts behöver de som kommer egna licenser, och de som lämnar behåller sina. Vilka som var med i "
        "en grupp är känt genom pseudonymer i liggaren, som bara skrivs där RECONCILER_PSEUDONYM_KEY är satt.",
        {
            "": Said(_NEWCOMERS.replace("{more}", ""), _STILL_RIGHT),
            "books": Said(
                _NEWCOMERS.replace(
                    "{more}", ", {more:och lika många av # bok till|och lika många av var och en av # böcker till}"
                ),
                _STILL_RIGHT,
            ),
            "no-key": Said(
                "Inte kontrollerat för {groups:# grupp|# grupper}: liggaren känner dåtidens medlemmar genom "
                "pseudonymer, och RECONCILER_PSEUDONYM_KEY är inte satt.",
                "Sätt nyckeln där planer görs, så som den är satt där de tillämpas.",
            ),
            "other-key": Said(
                "Inte kontrollerat för {groups:# grupp|# grupper}: pseudonymerna i liggaren gjordes med en annan "
                "RECONCILER_PSEUDONYM_KEY.",
                "Sätt dåtidens nyckel; eller låt nästa apply eller `reconciler audit events` skriva pseudonymer med "
                "den här.",
            ),
            "snapshot": Said(
                "Inte kontrollerat för {groups:# grupp|# grupper}: människorna i en ögonblicksbild har egna "
                "pseudonymer.",
                "Planera mot klientorganisationen själv.",
            ),
        },
    ),
    "VPP313": Translation(
        "En ny eller utökad tilldelning når inte fler användare än policy.largeGroup.",
        "En hel skola väljs lika fort som en klass.",
        {
            "required": Said(
                'Tilldelningen av "{book}" till "{group}" som Obligatorisk når {users} användare (gräns {limit}).',
                "Godkänn VPP313 på tilldelningen med maxMembers: {users} och en motivering, eller välj available "
                "(Tillgänglig).",
            ),
            "available": Said(
                '"{book}" erbjuds {users} användare i "{group}" (gräns {limit}).', "Se efter om det är rätt grupp."
            ),
        },
    ),
    "VPP314": Translation(
        "Användare som finns i flera av en boks grupper räknas en gång.",
        "En licens hör till användaren, hur många grupper användaren än är med i.",
        {
            "": Said(
                '"{book}": {memberships} medlemskap, {people:# person|# personer}; {both:# finns|# finns} i mer än en '
                "grupp och {both:förbrukar|förbrukar} en licens var.",
                "Inget att göra.",
            )
        },
    ),
    "VPP315": Translation(
        "Ingen nås av en bok både som Tillgänglig och som Obligatorisk.",
        "Obligatorisk vinner, så de användarna får boken utan att be om den. Dokumenterat för appar; här tillämpat "
        "på samma sätt.",
        {
            "": Said(
                '"{book}": {users:# användare nås|# användare nås} både som Tillgänglig och som Obligatorisk, och '
                "behandlas som Obligatorisk.",
                "Ta bort dem ur en av grupperna om det inte är avsikten.",
            )
        },
    ),
    "VPP316": Translation(
        "En tilldelning går inte från Tillgänglig till Obligatorisk.",
        "Från den som frågar till alla: varje medlem kan förbruka en licens.",
        {
            "": Said(
                '"{book}" för "{group}" går från Tillgänglig till Obligatorisk: upp till '
                "{seats:# licens|# licenser} till.",
                "Inget att göra om det är avsikten; seatCap begränsar det.",
            ),
            "unknown": Said(
                '"{book}" för "{group}" går från Tillgänglig till Obligatorisk: ingen vet hur många licenser till.',
                "Gör gruppens medlemmar läsbara, och planera igen.",
            ),
        },
    ),
    "VPP317": Translation(
        "En tilldelning tas inte bort.",
        "Läsarna behåller sin bok, ingen licens kommer tillbaka, och de som inte har hämtat den ännu förlorar "
        "erbjudandet.",
        {
            "": Said(
                'När "{group}" tas bort från "{book}": upp till '
                "{users:# användare förlorar|# användare förlorar} erbjudandet, de som har boken behåller den, "
                "0 licenser kommer tillbaka.",
                _IF_MEANT,
            ),
            "unknown": Said(
                'När "{group}" tas bort från "{book}": de som saknar boken förlorar erbjudandet, läsarna behåller den, '
                "0 licenser kommer tillbaka.",
                _IF_MEANT,
            ),
        },
    ),
    "VPP320": Translation(
        "Läsare med ett privat Apple-konto har tackat ja till Apples inbjudan.",
        "Innan dess kan de inte få någon bok, och ingen kan se vem som har tackat ja.",
        {
            "personal": Said(
                '"{group}" använder privata Apple-konton: varje medlem måste tacka ja till Apples inbjudan före den '
                "första boken.",
                _TELL_THEM,
            ),
            "mixed": Said(
                '"{group}" använder både hanterade och privata Apple-konton: medlemmar med ett privat måste tacka ja '
                "till Apples inbjudan före den första boken.",
                _TELL_THEM,
            ),
        },
    ),
    "VPP321": Translation(
        "Appen Böcker finns på enheterna hos dem som får en bok.",
        "Intune kan inte lägga tillbaka den; det märks bara efteråt, som en installation som misslyckas eller uteblir.",
        {
            "": Said(
                "{changes:# ändring når|# ändringar når} nya läsare: appen Böcker måste finnas på deras enheter, "
                "och inget gränssnitt visar det.",
                _TELL_THEM,
            )
        },
    ),
    "VPP324": Translation(
        "Vilket slags grupp det är, där det spelar roll.",
        "Medlemmarna i nästlade, synkroniserade eller dolda grupper ändras utan att någon ser på själva gruppen.",
        {
            "": Said('"{group}" är {kinds}.', "Inget att göra."),
            "untargetable": Said(
                '"{group}" är {kinds}: Intune kan inte tilldela den en bok.',
                "Ange en säkerhetsgrupp eller en Microsoft 365-grupp med användare.",
            ),
        },
    ),
}
