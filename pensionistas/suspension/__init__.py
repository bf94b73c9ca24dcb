"""A pension that is not paid for some months, because a person decided so, and how it is paid again."""
