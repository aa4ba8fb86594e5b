"""The phrases of a plan as comment and as page in English, beside those of all reports."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    # The sentence.
    "groups": "{count:# group|# groups}",
    "vpp-tokens": "{count:# VPP token|# VPP tokens}",
    "held-too": "held changes included",
    "held-alone": "only if what is held is released",
    "seats-for-good": "{span} {last:new seat|new seats} used for good",
    "offers-lost": "{count:# user loses|# users lose} an offer",
    "offers-lost-most": "up to {count:# user loses|# users lose} an offer",
    "offers-lost-unknown": "nobody knows how many users lose an offer",
    "seats-back": "seats coming back: 0",
    # The table.
    "column-free": "Free seats → after",
    "column-range": "Used for good, best … worst",
    "short-of": "{after}, {short} short",
    "unlimited-seats": "unlimited",
    # The parts.
    "title-changes": "Changes",
    "title-changes-more": "More changes",
    "title-decide-more": "More to decide",
    "title-tokens": "VPP tokens",
    "title-details": "Findings, in detail",
    "holds": "Holds {what}.",
    "holds-more": "{what} and {count} more",
    "age": "Read {age} before the plan was made. Seats are those of each token's last sync.",
    "age-now": "Read when the plan was made. Seats are those of each token's last sync.",
    "age-seconds": "{count:# second|# seconds}",
    "age-minutes": "{count:# minute|# minutes}",
    "age-hours": "{count:# hour|# hours}",
    "age-days": "{count:# day|# days}",
    "tokens-stopped": "To be decided, see there: {names}",
    "tokens-healthy": "No remark on state, expiry or last sync: {names}",
    "never-checked": "No plan can check: {rules}; and without RECONCILER_PSEUDONYM_KEY: {keyed}",
    # What was left out.
    "left-out": "{count:# entry|# entries} left out here, for length.",
    "left-out-all": "Too long to be shown whole. Left out: {what}. `reconciler show PLAN` says everything.",
    "left-out-part": "{title} {count}",
    # The page.
    "page-title": "Plan for {tenant}",
    "read": "Read",
    "valid-to": "Valid until",
    "source-of": "Made from",
}
