"""The phrases of `reconciler import` and `reconciler export` in Swedish."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "import-files": "{name}: skapade filer: {created}, ändrade: {edited}",
    "import-nothing": "{name}: inget att skriva; YAML-filerna säger det som klientorganisationen visar.",
    "import-nothing-list": "{name}: inget att skriva; YAML-filerna har redan hela listan.",
    "import-next-list": "Titta på skillnaden med git och kör sedan reconciler plan: det som kan ta platser behöver en "
    "seatCap.",
    "import-token": 'VPP-token "{subject}"',
    "import-group": 'grupp "{subject}"',
    "import-book": 'bok "{subject}", tilldelningar: {count}',
    "import-assignment": '"{subject}" → {target}: {after}',
    "import-intent": '"{subject}" → {target}: {before} blir {after}',
    "import-value": '"{subject}": {target} var "{before}" och blir "{after}"',
    "import-value-new": '"{subject}": {target} är "{after}"',
    "import-more": "… och {count} till; --format json har alla",
    "import-record": "antecknat i loggboken: {digest}",
    "import-next": "Titta på skillnaden med git och kör sedan reconciler plan: inget av det importerade syns där.",
    "import-open": "Inget skrevs: {count} rader i listan är oklara. Ange boken med adamId eller id, och gruppen "
    "med alias "
    "eller id.",
    "left-unmanaged": "Lämnas som de är, ohanterade: YAML kan inte uttrycka dessa tilldelningar.",
    "left-group": "Lämnas som de är, ohanterade: gruppen kan inte deklareras.",
    "left-token": "Deklareras inte, inte heller deras böcker: klientorganisationen säger inte vad en deklaration "
    "behöver.",
    "left-tokenless": "Deklareras inte: böckernas VPP-token kan inte deklareras.",
    "left-unclear": "Deklareras inte: en deklarerad bok eller VPP-token kan vara denna eller en annan. Skriv in "
    "dess id i "
    "YAML-filen.",
    "left-listed": "Ändras inte: en läslista säger detta, för alla sina böcker. Ändra listan eller ta bort boken "
    "ur den.",
    "left-gone": "Deklarerat, men klientorganisationen visar det inte: import tar inte bort något. Ta bort "
    "raderna om det "
    "ska vara så; en plan tilldelar det annars igen.",
    "left-pending": "Ändras inte: git har ändrat det sedan senaste tillämpningen. Ange boken med --book för att låta "
    "klientorganisationen gälla.",
    "left-removed": "Läggs inte till: git tog bort det, och nästa tillämpning tar bort det. Ange boken med "
    "--book för att "
    "behålla det.",
    "left-named": "Byter inte namn: tilldelningar använder det gamla namnet, eller en annan post har det nya.",
    "left-shown": "{intent} i klientorganisationen",
    "left-declared": "{intent} i YAML",
    "left-reason-unread": "gruppen får inte läsas",
    "left-reason-missing": "gruppen hittas inte",
    "left-reason-untargetable": "en distributionslista, ingen säkerhetsgrupp",
    "left-reason-allLicensedUsersAssignmentTarget": "alla användare",
    "left-reason-allDevicesAssignmentTarget": "alla enheter",
    "left-reason-exclusionGroupAssignmentTarget": "ett undantag",
    "left-reason-filter": "ett filter",
    "left-reason-intent": "en avsikt som böcker inte har",
    "list-line": 'rad {line}: {text} är "{title}" → {group}: {intent}',
    "list-left-out": "rad {line}: {text} utelämnas",
    "list-book-many": 'rad {line}: "{text}" kan vara en av dessa böcker:',
    "list-book-none": 'rad {line}: ingen bok liknar "{text}"',
    "list-isbn-none": "rad {line}: ingen bok i YAML har ISBN {text}, och inget gränssnitt känner till ISBN: "
    "skriv titeln eller adamId på raden, eller `isbn:` vid boken i YAML",
    "list-isbn-digit": "rad {line}: isbn {text}: kontrollsiffran borde vara {digit}",
    "list-isbn-shape": 'rad {line}: isbn "{text}" har varken 10 eller 13 siffror',
    "list-group-many": 'rad {line}: "{group}" kan vara en av dessa grupper:',
    "list-group-none": 'rad {line}: ingen grupp liknar "{group}"',
    "list-which": 'Vilken är "{text}"?',
    "list-none": "ingen av dem: utelämna raden",
    "list-number": "Nummer",
    "matrix-title": "titel",
    "matrix-publisher": "förlag",
    "matrix-number": "adamId",
    "matrix-id": "id",
    "matrix-token": "token",
    "matrix-undeclared": "{intent} (inte deklarerat)",
    "matrix-unapplied": "{intent} (inte tillämpat)",
    "matrix-otherwise": "{intent} (nu {shown})",
    "matrix-unmanaged": "{intent} *",
    "matrix-written": "skrev {file}: böcker: {books}, grupper: {groups}",
}
