"""A believable institution for trying the system. Refused in production."""
