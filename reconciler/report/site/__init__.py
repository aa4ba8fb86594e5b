"""The site about a tenant: pages that work from a file and ask for nothing. Read `pages.pages`."""
