from django.db import migrations

TABLES = ("parties_person", "parties_employment")
# The walls hold the owner too: they are lowered for this one statement, which keeps each row's tenant.
LOWER = "; ".join(f"alter table {table} no force row level security" for table in TABLES)
RAISE = "; ".join(f"alter table {table} force row level security" for table in TABLES)
FILL = f"""
    {LOWER};
    insert into parties_employment (tenant_id, id, version, person_id, unit_id, number, title,
        is_main, valid_from, valid_until)
    select tenant_id, gen_random_uuid(), 1, id, unit_id, '', '', true, valid_from, valid_until
    from parties_person where unit_id is not null;
    set constraints all immediate;
    {RAISE};
"""
EMPTY = f"""
    {LOWER};
    delete from parties_employment;
    set constraints all immediate;
    {RAISE};
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_tree_employments_and_imports")]

    operations = [migrations.RunSQL(FILL, EMPTY)]
