"""No tables of its own. Django tells only apps with this module that a `migrate` is done (see apps.py)."""
