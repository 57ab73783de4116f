"""The production compose files tried whole, as `scripts/smoke` does: a first day, a filing, a death, an account."""
