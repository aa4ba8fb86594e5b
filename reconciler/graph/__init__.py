"""The door to Microsoft Graph: sign-in, requests, and the only place with Microsoft's spelling. Read `provider`."""
