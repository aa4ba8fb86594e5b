"""Finds out whether a tenant can be planned and applied, before anybody relies on it. Read `tenant.tenant_checks`."""
