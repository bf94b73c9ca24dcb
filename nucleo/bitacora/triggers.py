"""The triggers that keep the bitácora append-only, in the words of each engine."""

TABLE = "nucleo_asiento"
MESSAGE = "la bitácora no admite cambios ni borrados"

CREATE = {
    "sqlite": [
        f"""CREATE TRIGGER bitacora_no_{verb.lower()} BEFORE {verb} ON {TABLE}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
        for verb in ("UPDATE", "DELETE")
    ]
    + [
        # REPLACE deletes the line that it overwrites without firing the trigger of DELETE.
        f"""CREATE TRIGGER bitacora_no_replace BEFORE INSERT ON {TABLE}
            WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""  # noqa: S608 (constants of this module)
    ],
    "postgresql": [
        f"""CREATE FUNCTION bitacora_solo_anade() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$""",
        f"""CREATE TRIGGER bitacora_solo_anade BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION bitacora_solo_anade()""",
        f"""CREATE TRIGGER bitacora_no_truncate BEFORE TRUNCATE ON {TABLE}
            FOR EACH STATEMENT EXECUTE FUNCTION bitacora_solo_anade()""",
        # Not ENABLE ALWAYS: a restore from backup must be able to load the rows.
    ],
}
DROP = {
    "sqlite": [f"DROP TRIGGER IF EXISTS bitacora_no_{verb}" for verb in ("update", "delete", "replace")],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS bitacora_solo_anade ON {TABLE}",
        f"DROP TRIGGER IF EXISTS bitacora_no_truncate ON {TABLE}",
        "DROP FUNCTION IF EXISTS bitacora_solo_anade()",
    ],
}

# The seals and the signed heads are guarded the same way, by a later migration.
SEALS = ("nucleo_sello", "nucleo_cabezadiaria")
CREATE_SEALS = {
    "sqlite": [
        statement
        for table in SEALS
        for statement in (
            *(
                f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
                for verb in ("UPDATE", "DELETE")
            ),
            f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
                WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",  # noqa: S608 (constants of this module)
        )
    ],
    "postgresql": [
        statement
        for table in SEALS
        for statement in (
            f"""CREATE TRIGGER {table}_solo_anade BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION bitacora_solo_anade()""",
            f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION bitacora_solo_anade()""",
        )
    ],
}
DROP_SEALS = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_no_{what}" for table in SEALS for what in ("update", "delete", "replace")
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {table}_{what} ON {table}" for table in SEALS for what in ("solo_anade", "no_truncate")
    ],
}
