"""The phrases of `reconciler doctor` in Swedish."""

from collections.abc import Mapping

_GRANT = "Ge appen behörigheten och en administratörs medgivande: utan den "
_SEE = " Se reconciler permissions."

PHRASES: Mapping[str, str] = {
    "verdict-fine": "i ordning",
    "verdict-unproven": "obevisat",
    "verdict-lacking": "saknas",
    "verdict-unreachable": "onåbart",
    "headline": "{tenant} ({cloud})",
    "summary": "{fine} i ordning, {unproven} obevisat, {lacking} saknas, {unreachable} onåbart",
    "unchecked": "Det här kontrolleras aldrig:",
    "failed": "{why}",
    "remedy": "{remedy}",
    # What is looked at.
    "topic-sign-in": "inloggning",
    "topic-service": "tjänst",
    "topic-tenant": "klientorganisation",
    "topic-books": "läsa böcker",
    "topic-tokens": "läsa VPP-token",
    "topic-groups": "läsa grupper",
    "topic-members": "läsa medlemmar",
    "topic-audit": "läsa granskningsloggen",
    "topic-write-books": "skriva tilldelningar",
    "topic-write-tokens": "skriva VPP-token",
    "topic-clock": "klocka",
    "topic-beta": "API-version",
    "topic-approval": "andra godkännande",
    "topic-ledger": "liggare",
    "topic-yaml": "YAML",
    "topic-apple": "Apple",
    # Who is signed in, and to what.
    "sandbox-needs-none": "en sandlåda behöver ingen inloggning",
    "signed-in-none": "RECONCILER_GRAPH_URL är satt utan åtkomsttoken: ingen loggas in",
    "signed-in-given": "med åtkomsttoken i RECONCILER_GRAPH_TOKEN, som {who}",
    "signed-in": "med {way}, som {who}",
    "not-accepted": "tjänsten godtar inte inloggningen: {why}",
    "tenant-not-needed": "inget tenantId är deklarerat, och en sandlåda behöver inget",
    "tenant-same": "{told}, som deklarerat",
    "tenant-other": "inloggad i {told}, men {declared} är deklarerat: apply vägrar",
    "tenant-other-next": "Logga in i den deklarerade klientorganisationen, eller rätta tenantId.",
    "tenant-unknown": "varken åtkomsttoken eller organisationen avslöjar klientorganisationen; {declared} är "
    "deklarerat (VPP518)",
    "tenant-unknown-next": "Försäkra dig själv om att identiteten hör dit.",
    # What may be done.
    "may-read": "{permission} finns; behövs av {commands}",
    "may-not-read": "{permission} fattas; behövs av {commands} (VPP509)",
    "without-books": f"{_GRANT}kan ingenting planeras.{_SEE}",
    "without-tokens": f"{_GRANT}kan ingenting planeras.{_SEE}",
    "without-groups": f"{_GRANT}hittas ingen grupp.{_SEE}",
    "without-members": f"{_GRANT}hålls varje ändring tillbaka som kan ta platser.{_SEE}",
    "without-audit": f"{_GRANT}får avvikelser inget namn.{_SEE}",
    "no-group": "ingen grupp hittades vars medlemmar kunde läsas; {permission} är obevisat",
    "may-write": "{permission} finns i åtkomsttoken; behövs av {commands}",
    "may-not-write": "{permission} finns inte i åtkomsttoken; behövs av {commands} (VPP509)",
    "may-not-write-next": "En identitet som bara planerar klarar sig utan. För apply: ge appen behörigheten; se "
    "reconciler permissions.",
    "may-write-unknown": "åtkomsttoken avslöjar inte sina behörigheter, och inget skrivs för att ta reda på dem; "
    "{permission} behövs av {commands}",
    "may-write-unknown-next": "Titta på appens behörigheter i Entras administrationscenter; se reconciler permissions.",
    # The service.
    "clock-agrees": "den här maskinen och tjänsten skiljer sig {seconds:# sekund|# sekunder}",
    "clock-ahead": "den här maskinen går {seconds:# sekund|# sekunder} före tjänsten: {machine}, inte {service}",
    "clock-behind": "den här maskinen går {seconds:# sekund|# sekunder} efter tjänsten: {machine}, inte {service}",
    "clock-next": "Ställ klockan efter en tidsserver: åtkomsttoken och liggarens lås beror på den.",
    "clock-untold": "tjänsten anger ingen tid att jämföra {machine} med",
    "clock-stands": "RECONCILER_NOW står på {at}: utgångsdagar, frysta dagar och planers ålder bedöms efter den",
    "clock-stands-next": "Ta bort den före en apply på riktigt.",
    "beta-readable": "beta kan läsas bredvid v1.0, och graph.beta är {use}",
    "beta-off": "enbart v1.0, eftersom graph.beta är none: regler om fält som bara finns i beta körs inte (VPP515)",
    "beta-off-next": "Sätt graph.beta till read om plats, medgivande och filter ska synas.",
    "beta-refused": "graph.beta är {use}, men beta nekas: {why} Regler om fälten där körs inte (VPP515).",
    "beta-refused-next": "Fråga den som sköter nätet eller appen om beta är spärrat, eller sätt graph.beta till none.",
    "approval-not-needed": "ingen åtkomstprincip för godkännande av flera administratörer skyddar appar och böcker",
    "approval-needed": "en åtkomstprincip skyddar appar och böcker: varje skrivning väntar på en andra administratör "
    "(VPP508)",
    "approval-needed-next": "Undanta appen från principen, eller räkna med en andra administratör vid varje apply.",
    "approval-requests": "här finns begäranden om godkännande, och principerna kan inte läsas: en skrivning kan få "
    "vänta på en andra administratör (VPP508)",
    "approval-unknown": "principerna för godkännande av flera administratörer kan inte läsas: {why}",
    "approval-unknown-next": "Titta i administrationscentret under klientadministration, eller ge "
    "DeviceManagementRBAC.Read.All.",
    # The ledger.
    "ledger-whole": "{records:# post|# poster} i {where}, en obruten kedja; senaste {head}",
    "ledger-empty": "{where} kan läsas och har ännu ingen post",
    "ledger-damaged": "kedjan i {where} är bruten: {why}",
    "ledger-held": "{run} på {host} arbetar sedan {at}; till {until} får en annan apply vänta (VPP512)",
    "ledger-held-next": "Vänta. Är den säkert död: reconciler ledger release --reason TEXT.",
    "ledger-abandoned": "{run} på {host} började {at} och lämnade inget kvitto; dess tid gick ut {until}",
    "ledger-abandoned-next": "Nästa apply stänger den och säger vad den hann göra.",
    "ledger-vanishes": "{where} försvinner med den här maskinen: apply vägrar",
    "ledger-vanishes-next": "Sätt RECONCILER_LEDGER till en plats som består: dir:PATH eller git:REMOTE#BRANCH.",
    "yaml-wrong": "{count:# fel|# fel} i YAML-filerna: ingenting kan planeras",
    "yaml-wrong-next": "Kör reconciler validate.",
    # Apple.
    "apple-answers": "tjänsten svarar och känner till adresserna som används här",
    "apple-moved": "tjänsten svarar och säger att {names} har flyttat",
    "apple-moved-next": "Leta efter en nyare version av reconciler.",
    "apple-not-asked": "RECONCILER_GRAPH_URL står i Microsofts ställe, så det riktiga Apple tillfrågas inte",
    "apple-not-asked-next": "Sätt RECONCILER_APPLE_URL till det Apple som hör till.",
    "apple-refused": 'Apple godtar inte innehållstoken för VPP-token "{token}": {why}',
    "apple-no-secret": 'VPP-token "{token}" deklarerar ingen hemlighet: det går inte att fråga om dess plats',
    "apple-no-secret-next": "Deklarera secret: där Apples sida ska kontrolleras.",
    "apple-not-at-hand": 'innehållstoken för VPP-token "{token}" finns inte till hands ({where})',
    "apple-not-at-hand-next": "Sätt den där kontrollen körs. En plan klarar sig utan.",
    "apple-bad-secret": 'det som står på {where} är ingen innehållstoken för VPP-token "{token}"',
    "apple-bad-secret-next": "Kör reconciler token check FILE på den.",
    "apple-as pinned": 'platsen "{location}" för VPP-token "{token}" tillhör {owner}, som fastställt',
    "apple-none": 'platsen "{location}" för VPP-token "{token}" tillhör ingen tjänst',
    "apple-none-next": "Fungerar den i Intune: synkronisera den med reconciler sync.",
    "apple-foreign": 'platsen "{location}" för VPP-token "{token}" tillhör {owner}, som inte är den fastställda '
    "(VPP112)",
    "apple-foreign-next": "Ta bort den från den tjänsten, eller ta över den i en granskad ändring.",
    "apple-unknown": 'platsen "{location}" för VPP-token "{token}" tillhör {owner}; inget är fastställt',
    "apple-unknown-next": "Är det denna Intune: fastställ den under expectedMdm, så att ett övertagande märks.",
    "apple-books": 'plats {uid} för VPP-token "{token}" har {books:# bok|# böcker}, med licenser i bruk och totalt: '
    "{counts}",
    "apple-people": 'Apple känner {joined:# person|# personer} bakom VPP-token "{token}", dessutom {invited} inbjudna '
    "och {retired} avslutade; Intune visar ingen som en annan produkt har tagit in",
    "apple-other-location": 'VPP-token "{token}" leder till platsen {uid}, inte till den deklarerade (VPP116)',
    "apple-other-location-next": "Rätta location.uId, eller innehållstoken: någon tog fel fil.",
    # What no run checks.
    "unchecked-VPP312": "RECONCILER_PSEUDONYM_KEY är inte satt, så liggaren sparar inget om människor: vem som var "
    "med i en grupp är inte känt.",
    "unchecked-VPP312-next": "Sätt den till en hemlighet med minst 16 tecken överallt där plan, apply och audit events "
    "körs.",
    "unchecked-VPP319": "identiteten som planerar läser böcker och grupper, men inga enheter.",
    "unchecked-VPP319-next": "Titta på enheternas primära användare i administrationscentret.",
    "unchecked-VPP322": "identiteten som planerar läser böcker och grupper, men inga begränsningar på enheter.",
    "unchecked-VPP322-next": "Gå igenom gruppernas begränsningsprofiler i administrationscentret.",
}
