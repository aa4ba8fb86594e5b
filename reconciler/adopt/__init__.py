"""Makes declarations of what a tenant shows, and of a school's book list. Read `adoption.adopt`."""
