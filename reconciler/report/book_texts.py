"""What readers of a book are told, in words of theirs: one table for each language.

Sources: Microsoft Learn, "Manage iOS/iPadOS eBooks that you purchased through a volume-purchase program with Microsoft
Intune"; Apple School Manager User Guide, "Learn about content distribution" (read 2025-11). Each text goes back to a
rule: VPP319 to VPP322 on readers and their devices, VPP401 and VPP409 on licences.
"""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "title": 'What to tell the readers of "{book}"',
    "no-groups": "No group gets this book: the YAML assigns it to none.",
    "observe": "The mode of this book is observe: git only looks on, and somebody else assigns it.",
    "required": 'You get the book "{book}" on your iPad or iPhone. It comes by itself.',
    "available": 'You may have the book "{book}" on your iPad or iPhone. Take it when you need it, not before.',
    "before": "Please see to this first:",
    "account-managed": "Sign in on the device with your managed Apple account, the one you have from us. "
    "No invitation comes, and you need not accept anything.",
    "account-personal": "Sign in on the device with your own Apple account. You get an invitation from {organization} "
    "to its book programme: accept it with that same account. Before that no book comes.",
    "account-mixed": "Sign in on the device with the Apple account that you use for our books, and stay with it. "
    "If it is a managed account from us, no invitation comes. If it is your own account, you get an invitation from "
    "{organization}: accept it with that same account. Before that no book comes.",
    "account-unknown": "Sign in on the device with the Apple account that you use for our books. If an invitation from "
    "{organization} comes, accept it with that same account. Before that no book comes.",
    "one-account": "Use one Apple account only: with a second one you could use up a second licence.",
    "app": "Keep the app Books on the device. If you have deleted it, get it back from the App Store: "
    "nobody can put it back for you.",
    "device": "Use the device that is set up in your name. A shared iPad that belongs to nobody gets no book.",
    "irrevocable": "A licence of this book is used up for good once you have it. "
    "It cannot be returned, exchanged or handed on, not by you and not by us.",
    "ask": "Something does not work? Ask {contact}.",
    "ask-nobody": "Something does not work? Ask those who look after your device.",
    "us": "us",
    "sender": "For you who send this, not for the readers:",
    "sender-accounts": '"{group}": nobody has written which Apple accounts its members have. '
    "Write appleAccounts: managed, personal or mixed in its entry under groups:, and this text says it exactly.",
    "sender-contact": "Nobody is named whom readers may ask. Write owner: on the token {token}.",
    "sender-invitation": "Nobody can see who has accepted the invitation. Ask the readers.",
    "sender-store": "A device profile that turns off the App Store stops invitations and books. Look before you send.",
    "sender-unseen": "Whether the Books app is there, and whether a device is in the reader's name, shows only "
    "afterwards, as an install that failed.",
    "sender-final": "What is given out stays given out: leaving the group, the class or the organisation "
    "brings no licence back.",
}
_SV: Mapping[str, str] = {
    "title": 'Det här behöver läsarna av "{book}" veta',
    "no-groups": "Ingen grupp får boken: i YAML är den inte tilldelad någon.",
    "observe": "Bokens läge är observe: git ser bara på, och någon annan tilldelar den.",
    "required": 'Du får boken "{book}" på din iPad eller iPhone. Den kommer av sig själv.',
    "available": 'Du kan få boken "{book}" på din iPad eller iPhone. Hämta den när du behöver den, inte tidigare.',
    "before": "Ordna detta först:",
    "account-managed": "Logga in på enheten med ditt hanterade Apple-konto, det som du har fått av oss. "
    "Det kommer ingen inbjudan, och du behöver inte godkänna något.",
    "account-personal": "Logga in på enheten med ditt eget Apple-konto. Du får en inbjudan från {organization} till "
    "bokprogrammet: tacka ja med samma konto. Dessförinnan kommer ingen bok.",
    "account-mixed": "Logga in på enheten med det Apple-konto som du använder för våra böcker, och håll dig till det. "
    "Är det ett hanterat konto från oss kommer det ingen inbjudan. Är det ditt eget konto får du en inbjudan från "
    "{organization}: tacka ja med samma konto. Dessförinnan kommer ingen bok.",
    "account-unknown": "Logga in på enheten med det Apple-konto som du använder för våra böcker. Kommer det en "
    "inbjudan från {organization}, tacka ja med samma konto. Dessförinnan kommer ingen bok.",
    "one-account": "Använd bara ett Apple-konto: med ett till kan du förbruka en licens till.",
    "app": "Behåll appen Böcker på enheten. Har du tagit bort den, hämta den igen i App Store: "
    "ingen annan kan lägga tillbaka den.",
    "device": "Använd enheten som är registrerad i ditt namn. En delad iPad som inte är någons får ingen bok.",
    "irrevocable": "En licens av boken är förbrukad för alltid när du har fått den. "
    "Den kan inte lämnas tillbaka, bytas eller ges vidare, varken av dig eller av oss.",
    "ask": "Är det något som inte fungerar? Fråga {contact}.",
    "ask-nobody": "Är det något som inte fungerar? Fråga dem som sköter din enhet.",
    "us": "oss",
    "sender": "Till dig som skickar detta, inte till läsarna:",
    "sender-accounts": '"{group}": ingen har skrivit vilka Apple-konton medlemmarna har. '
    "Skriv appleAccounts: managed, personal eller mixed i dess post under groups:, så säger texten det exakt.",
    "sender-contact": "Ingen är utpekad som läsarna kan fråga. Skriv owner: på token {token}.",
    "sender-invitation": "Ingen kan se vem som har tackat ja till inbjudan. Fråga läsarna.",
    "sender-store": "En enhetsprofil som stänger av App Store stoppar både inbjudan och böcker. Se efter innan du "
    "skickar.",
    "sender-unseen": "Om appen Böcker finns och om en enhet är registrerad i läsarens namn syns först efteråt, "
    "som en installation som misslyckades.",
    "sender-final": "Det som är utdelat förblir utdelat: ingen licens kommer tillbaka när någon lämnar gruppen, "
    "klassen eller organisationen.",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def book_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
