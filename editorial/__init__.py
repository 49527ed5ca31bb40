"""The house's rules for articles of a series; `make check` applies them."""
