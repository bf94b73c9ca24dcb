"""The triggers that keep the bitácora append-only, in the words of each engine."""

TABLE = "nucleo_asiento"
MESSAGE = "la bitácora no admite cambios ni borrados"

CREATE = {
    "sqlite": [
        f"""CREATE TRIGGER bitacora_no_{verb.lower()} BEFORE {verb} ON {TABLE}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"""CREATE FUNCTION bitacora_solo_anade() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$""",
        f"""CREATE TRIGGER bitacora_solo_anade BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION bitacora_solo_anade()""",
        # Not ENABLE ALWAYS: a restore from backup must be able to load the rows.
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER IF EXISTS bitacora_no_update", "DROP TRIGGER IF EXISTS bitacora_no_delete"],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS bitacora_solo_anade ON {TABLE}",
        "DROP FUNCTION IF EXISTS bitacora_solo_anade()",
    ],
}
