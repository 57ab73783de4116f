"""What may be done to a filing, an act a module."""
