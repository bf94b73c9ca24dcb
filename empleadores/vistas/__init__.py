"""The pages of procedures of employers that are of no kind."""
