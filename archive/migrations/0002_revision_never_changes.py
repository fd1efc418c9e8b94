"""What was captured stays as captured, whoever writes to the database.

Triggers refuse any change to a revision's text, and a current revision that belongs to another
article. Deleting the account that captured a revision still clears `captured_by`.
"""

from django.db import migrations

KEPT = "article_id, number, title, text, sha256, text_sha256, captured_at, original_id"

SQLITE = [
    (
        "revision_never_changes",
        f"""
        CREATE TRIGGER revision_never_changes BEFORE UPDATE OF {KEPT} ON archive_revision
        BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END
        """,
    ),
    *(
        (
            f"current_revision_is_its_own_{event.split()[0].lower()}",
            f"""
            CREATE TRIGGER current_revision_is_its_own_{event.split()[0].lower()}
            BEFORE {event} ON archive_article
            WHEN NEW.current_revision_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM archive_revision
                WHERE id = NEW.current_revision_id AND article_id = NEW.id
            )
            BEGIN SELECT RAISE(ABORT, 'the current revision belongs to another article'); END
            """,  # noqa: S608
        )
        for event in ("INSERT", "UPDATE OF current_revision_id")
    ),
]

POSTGRESQL = f"""
    CREATE FUNCTION archive_refuse_revision_change() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'a revision never changes' USING ERRCODE = 'check_violation'; END
    $$ LANGUAGE plpgsql;
    CREATE TRIGGER revision_never_changes BEFORE UPDATE OF {KEPT} ON archive_revision
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_revision_change();
    CREATE FUNCTION archive_check_current_revision() RETURNS trigger AS $$
    BEGIN
        IF NEW.current_revision_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM archive_revision
            WHERE id = NEW.current_revision_id AND article_id = NEW.id
        ) THEN
            RAISE EXCEPTION 'the current revision belongs to another article'
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE TRIGGER current_revision_is_its_own
    BEFORE INSERT OR UPDATE OF current_revision_id ON archive_article
    FOR EACH ROW EXECUTE FUNCTION archive_check_current_revision();
"""  # noqa: S608

POSTGRESQL_UNDO = """
    DROP TRIGGER current_revision_is_its_own ON archive_article;
    DROP FUNCTION archive_check_current_revision();
    DROP TRIGGER revision_never_changes ON archive_revision;
    DROP FUNCTION archive_refuse_revision_change();
"""


def create_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for _, statement in SQLITE:
            schema_editor.execute(statement)
    elif vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        raise NotImplementedError(f"The archive has no triggers for {vendor}.")


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, _ in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute(POSTGRESQL_UNDO)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
