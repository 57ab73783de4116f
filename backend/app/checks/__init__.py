"""`mesa check`: what works and what does not, for the operator, with what to do first."""
