"""The format of a snapshot: a tenant kept as a file that names nobody.

Nobody can be named from it: users stand as HMAC-SHA256 (32 hexadecimal digits) under a key that the writer forgets,
so that overlaps between groups and with install states can still be counted. The audit log is not in it, nor are
the rules of dynamic groups, which may name people.

Format 1.0, a JSON object. Instants are RFC 3339 texts with `Z`, ids in lower case. Every key is there unless said.

| key            | holds                                                                                     |
| -------------- | ----------------------------------------------------------------------------------------- |
| formatVersion  | "1.0"                                                                                     |
| at             | the moment when the reading began                                                         |
| beta           | whether books and VPP tokens were read through Graph's beta                               |
| tokens         | sorted by id: `id, organization, appleId, accountType, country, automaticallyUpdateApps,  |
|                | expires, state, lastSync, syncStatus, displayName, locationName, dataSharingConsent,      |
|                | takeControl`; null where unknown                                                          |
| books          | sorted by id: `id, title, publisher, token, adamId, language, total, used` (null where    |
|                | unknown), `assignments`, `holders`                                                        |
|   assignments  | sorted by target: `type` (group, excludedGroup, allUsers, allDevices, other), `id`        |
|                | (of the group, else null), `intent`; where YAML cannot say it also `filter`               |
|                | (`<type>:<id>` or empty), `rawType` (the service's word) and `raw` (the JSON as read)     |
|   holders      | HMACs of the principal names with the book on a device, or null where not known           |
| groups         | sorted by id: `id, displayName, groupTypes, securityEnabled, mailEnabled, visibility,     |
|                | onPremises, created`, `members`                                                           |
|   members      | `users` (HMAC of the id → HMAC of the case-folded principal name), `devices`, `groups`    |
|                | (how many); or the text "forbidden" or "failed" where they could not be read              |
| names          | every display name that was asked for → ids of the groups of that name                    |
| missing        | ids of groups that were asked for and are not there                                       |
| unread         | id or name of a group that could not be read → "forbidden" or "failed"                    |
"""

FORMAT_VERSION = "1.0"

GROUP_KEYS = {
    "id": "id",
    "display_name": "displayName",
    "group_types": "groupTypes",
    "security_enabled": "securityEnabled",
    "mail_enabled": "mailEnabled",
    "visibility": "visibility",
    "on_premises": "onPremises",
    "created": "created",
}
"""Field of `ObservedGroup` → key in the file."""

TOKEN_KEYS = {
    "id": "id",
    "organization": "organization",
    "apple_id": "appleId",
    "account_type": "accountType",
    "country": "country",
    "automatically_update_apps": "automaticallyUpdateApps",
    "expires": "expires",
    "state": "state",
    "last_sync": "lastSync",
    "sync_status": "syncStatus",
    "display_name": "displayName",
    "location_name": "locationName",
    "data_sharing_consent": "dataSharingConsent",
    "take_control": "takeControl",
}
"""Field of `ObservedToken` → key in the file."""
