"""«Mis accesos»: what the bitácora holds on the holder of an account, in words, and the sessions that are open."""
