"""VPP501 to VPP518 in Swedish: plan, drift and apply."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_NOTHING = "Inget att göra."
_BRING_BACK_FIELD = "Verkställ för att få tillbaka det, eller skriv det nya värdet i YAML för att ta över det."
_ADOPT_REMOVAL = "Kör apply för att återställa, eller ta bort den ur YAML för att behålla ändringen."
_BRING_BACK = 'Tillämpa för att återställa, eller för in ändringen i YAML för att behålla den ("{now}").'
_HEALTH = "Planera igen; blir det likadant, se efter hur tjänsten mår."
_GRANT_GROUPS = "Ge GroupMember.Read.All till den identitet som planerar."

TEXTS: Mapping[str, Translation] = {
    "VPP501": Translation(
        "En sparad plan tillämpas bara så länge den är precis vad en ny plan skulle säga.",
        "Det som granskades är det som görs.",
        {"": Said("Planen kan inte tillämpas: {reason}.", "Gör en ny plan och låt den granskas: reconciler plan.")},
    ),
    "VPP502": Translation(
        "En hanterad tilldelning är som den senaste apply lämnade den.",
        "Någon har ändrat den utanför git, så ingen har granskat det.",
        {
            "": Said('"{book}" / "{group}" har ändrats utanför git: {was} → {now}.', _BRING_BACK),
            "by": Said('"{book}" / "{group}" har ändrats utanför git: {was} → {now}, {when} av {actor}.', _BRING_BACK),
            "gone": Said('"{book}" / "{group}" har tagits bort utanför git: den var {was}.', _ADOPT_REMOVAL),
            "gone-by": Said(
                '"{book}" / "{group}" har tagits bort utanför git: den var {was}, {when} av {actor}.', _ADOPT_REMOVAL
            ),
            "token": Said('{field} för token "{token}" har ändrats utanför git: {was} → {now}.', _BRING_BACK_FIELD),
            "token-by": Said(
                '{field} för token "{token}" har ändrats utanför git: {was} → {now}, {when} av {actor}.',
                _BRING_BACK_FIELD,
            ),
        },
    ),
    "VPP503": Translation(
        "Tilldelningar som git inte deklarerar visas, och blir kvar.",
        "Frånvaro är inte radering: bara det som git en gång har hanterat tas bort.",
        {
            "": Said(
                '"{book}" är också tilldelad till "{group}" ({intent}), vilket inte finns i git. Det blir kvar.',
                "Deklarera det för att hantera det.",
            ),
            "raw": Said(
                '"{book}" har en tilldelning som git inte kan deklarera: {kind} ({intent}). Den blir kvar.',
                "Ta bort den i administrationscentret om ingen behöver den.",
            ),
            "elsewhere": Said(
                "{count:# tilldelning|# tilldelningar} av {book_count:# bok|# böcker} som git inte deklarerar "
                "{count:blir kvar|blir kvar} som {count:den är|de är}.",
                "Deklarera böckerna för att hantera dem.",
            ),
        },
    ),
    "VPP504": Translation(
        "En plan tar inte bort fler tilldelningar än policy.maxRemovals tillåter.",
        "En fil som bytt namn eller försvunnit får inte tömma en klientorganisation.",
        {
            "": Said(
                "Denna ändring skulle ta bort {count:# tilldelning|# tilldelningar} (gräns {limit}). "
                "Har en fil bytt namn eller raderats?",
                "Är det avsikten, godkänn VPP504 under policy.accept med maxRemovals: {count} och en motivering.",
            ),
            "empty": Said(
                "YAML når ingen bok, och {count:# tilldelning|# tilldelningar} har tillämpats tidigare. "
                "Har en mapp bytt namn eller raderats?",
                "Lägg tillbaka filerna. För att lämna git med avsikt, ta först bort tilldelningarna, stegvis.",
            ),
        },
    ),
    "VPP505": Translation(
        "Det som planen behöver veta har lästs i sin helhet.",
        "En ofullständig läsning tolkas aldrig som att resten inte finns.",
        {
            "": Said("{what} kunde inte läsas.", _HEALTH),
            "members": Said(
                'Medlemmarna i "{group}" kunde inte läsas. Ändringar med gruppen som kan förbruka licenser '
                "hålls tillbaka.",
                _HEALTH,
            ),
            "apple": Said(
                'Det som Apple säger om token "{token}" kunde inte läsas i sin helhet: {why}.',
                "Ingenting hålls tillbaka; planen går efter vad Intune säger. "
                "Se efter med `reconciler doctor --apple`.",
            ),
            "audit": Said("Granskningsloggen kunde inte läsas: avvikelser visas utan namn.", _HEALTH),
        },
    ),
    "VPP506": Translation(
        "Efter en skrivning är bokens tilldelningar de planerade, och inget annat hos dem har ändrats.",
        "Gränssnittet har ingen samtidighetskontroll: någon annan kan ha skrivit i samma stund.",
        {"": Said('"{book}": {what}.', "Planera igen: nästa körning utgår från vad klientorganisationen visar.")},
    ),
    "VPP507": Translation(
        "Alla ändringar i en plan tillämpas.",
        "Inget återställs: en licens skulle ändå inte komma tillbaka.",
        {
            "": Said(
                "{done} av {total} ändringar har tillämpats; {failed} misslyckades, {conflict} i konflikt, "
                "{untried} utan försök. Inget har ångrats.",
                "Kör apply igen: den utgår från vad klientorganisationen visar.",
            )
        },
    ),
    "VPP508": Translation(
        "En skrivning hindras inte av Multi Admin Approval.",
        "Klientorganisationen skyddar resursen: tjänsten nekar skrivningen tills en andra administratör har "
        "godkänt den, även för appar.",
        {
            "": Said(
                '"{book}": klientorganisationen kräver en andra administratör, och ingenting har skrivits.',
                "Undanta appen från åtkomstprincipen, eller låt en andra administratör göra ändringen; "
                "kör sedan apply igen.",
            )
        },
    ),
    "VPP509": Translation(
        "Identiteten får läsa det som kommandot behöver.",
        "Det som inte får läsas är okänt, och tolkas aldrig som att det saknas.",
        {
            "group": Said('Gruppen "{group}" får inte läsas: GroupMember.Read.All saknas.', _GRANT_GROUPS),
            "members": Said(
                'Medlemmarna i "{group}" får inte läsas: GroupMember.Read.All saknas. '
                "Ändringar med gruppen som kan förbruka licenser hålls tillbaka.",
                _GRANT_GROUPS,
            ),
            "hidden": Said(
                'Medlemmarna i "{group}" är dolda, och ingen visas. Ändringar med gruppen som kan förbruka licenser '
                "hålls tillbaka.",
                "Ge identiteten som planerar Member.Read.Hidden, eller använd en annan grupp.",
            ),
            "audit": Said(
                "Granskningsloggen får inte läsas: avvikelser visas utan namn.",
                "Ge DeviceManagementApps.Read.All till den identitet som planerar.",
            ),
        },
    ),
    "VPP510": Translation(
        "Där policyn begär godkännanden körs apply bara på det som så många andra än författaren har godkänt.",
        "Den som begär en ändring får inte vara den enda som har sett den.",
        {
            "": Said(
                "policy.approvals begär {count:# godkännande|# godkännanden}, och inget är känt.",
                "Kör apply där godkännanden framgår, eller i en nödsituation med --emergency SKÄL.",
            ),
            "few": Said(
                "Commit {commit} har {known:# godkännande|# godkännanden} av någon annan än författaren; "
                "policy.approvals begär {count}.",
                "Låt någon annan godkänna pull requesten, och tillämpa den commit som slogs samman; "
                "eller använd i en nödsituation --emergency SKÄL.",
            ),
            "unmerged": Said(
                "Ingen sammanslagen pull request slutar i commit {commit}; policy.approvals begär "
                "{count:# godkännande|# godkännanden}.",
                "För in ändringen med en pull request, och tillämpa den commit som slogs samman; "
                "eller använd i en nödsituation --emergency SKÄL.",
            ),
        },
    ),
    "VPP511": Translation(
        "En nödåtgärd granskas i efterhand.",
        "Den lyfte godkännanden och stopp, så ingen annan än författaren hade sett ändringen.",
        {
            "": Said(
                'Nödåtgärden {date} ("{reason}") har inte granskats än ({days:# dag|# dagar}).',
                "Granska vad den gjorde (reconciler audit show {receipt}), och skriv sedan den digesten i "
                "policy.reviewedEmergencies.",
            )
        },
    ),
    "VPP512": Translation(
        "En apply i taget per klientorganisation.",
        "Två samtidigt skulle skriva över varandra.",
        {
            "": Said(
                "En annan apply har klientorganisationen sedan {since} ({holder}), till {until}.",
                "Vänta på den. Har den dött, släpp den: reconciler ledger release --reason TEXT.",
            ),
            "open": Said(
                "En apply som började {since} ({holder}) är inte klar; den har klientorganisationen till {until}.",
                "Vänta på den. Efter den tiden tar nästa apply reda på vad den gjorde, och fortsätter.",
            ),
            "lapsed": Said(
                "En apply som började {since} ({holder}) lämnade inget kvitto; det den hade planerat kan finnas i "
                "klientorganisationen.",
                "Kör apply: den tar reda på vad som blev av den körningen, avslutar dess post, och fortsätter.",
            ),
            "died": Said(
                "En apply som började {since} ({holder}) blev aldrig klar: {done} av {total} av dess ändringar finns i "
                "klientorganisationen.",
                "Inget att göra: apply avslutar dess post och utgår från vad klientorganisationen visar.",
            ),
        },
    ),
    "VPP513": Translation(
        "Tjänsten bad oss sakta ner, och blev åtlydd.",
        "Tjänster begränsar antalet anrop för alla sina användare.",
        {"": Said("Tjänsten bad om lägre takt; väntade {seconds} s sammanlagt.", _NOTHING)},
    ),
    "VPP514": Translation(
        "Varje godkännande godkänner något.",
        "Ett gammalt godkännande skulle godkänna en spärr som ingen har tänkt på.",
        {
            "": Said("Godkännandet av {rule} behövs inte längre.", "Ta bort det."),
            "expired": Said("Godkännandet av {rule} gick ut {date}.", "Ta bort det, eller låt ett nytt granskas."),
        },
    ),
    "VPP515": Translation(
        "En skrivning förlorar inget som bara beta-gränssnittet visar.",
        "Version 1.0 visar inga filter på tilldelningar; att skicka tillbaka dem genom den skulle ta bort filtren.",
        {
            "filter": Said(
                '"{book}" har en tilldelning med ett filter, som en skrivning skulle äventyra. '
                "Bokens ändringar hålls tillbaka.",
                "Skriv graph.beta: readwrite för att skriva genom beta, eller ta bort filtret i "
                "administrationscentret.",
            ),
            "same-group": Said(
                '"{book}" är tilldelad till "{group}" med ett filter, och git vill ha den utan. '
                "Bokens ändringar hålls tillbaka.",
                "Ta först bort tilldelningen med filter i administrationscentret.",
            ),
            "blind": Said(
                'Beta läses inte, så ett filter på de andra tilldelningarna av "{book}" skulle inte synas. '
                "Bokens ändringar hålls tillbaka.",
                "Skriv graph.beta: read, eller deklarera alla bokens tilldelningar.",
            ),
            "takeover": Said(
                'takeControlFromOtherMdm för token "{token}" är ett fält i beta-gränssnittet och skrivs inte.',
                "Skriv graph.beta: readwrite för att skriva genom beta.",
            ),
            "off": Said(
                "Beta-gränssnittet kunde inte läsas: det som bara det visar har inte kontrollerats.",
                "Låt identiteten använda beta, eller skriv graph.beta: none.",
            ),
        },
    ),
    "VPP516": Translation(
        "Det som inte hittas är inte bara dolt.",
        "Omfångstaggar och roller kan dölja token och böcker för den identitet som planerar.",
        {
            "": Said(
                "{missing:# deklarerad token eller bok|# deklarerade token och böcker} hittades inte; identiteten ser "
                "{tokens_seen:# token|# token} och {books_seen:# bok|# böcker}, och omfångstaggar kan dölja fler.",
                "Jämför med vad en administratör ser i administrationscentret.",
            )
        },
    ),
    "VPP517": Translation(
        "En pull request lättar inte på de gränser som den själv bedöms efter.",
        "Den som ber om en ändring får inte sätta sina egna gränser: den strängare av de två gäller tills den har "
        "tillämpats.",
        {
            "": Said(
                "{limit} går från {was} till {now}; för denna ändring gäller den strängare gränsen.",
                "Låt den granskas; den gäller när den har slagits samman och tillämpats.",
            ),
            "unread": Said(
                "Policyn före denna ändring kunde inte läsas, så ingen vet om den lättas.",
                "Rätta utgångsläget, eller jämför policy: för hand.",
            ),
        },
    ),
    "VPP518": Translation(
        "Klientorganisationen vid inloggningen är den deklarerade.",
        "En inloggning för en annan klientorganisation skulle ändra i fel.",
        {"": Said("Inloggningen visar inte vilken klientorganisation den gäller.", "Kontrollera att den är {tenant}.")},
    ),
}
