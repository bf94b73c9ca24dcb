"""The certificate of obligations: one engine, of which two procedures give it their title and their words."""
