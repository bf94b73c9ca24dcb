"""One module is one procedure, named after its slug."""
