from django.db import migrations

TABLES = ("authority_delegation", "parties_absence")
# The walls hold the owner too: they are lowered for this one statement, which keeps each row's tenant.
LOWER = "; ".join(f"alter table {table} no force row level security" for table in TABLES)
RAISE = "; ".join(f"alter table {table} force row level security" for table in TABLES)
# Whoever lent what is his for some days said by it that he is away then, and so it goes on to be good.
FILL = f"""
    {LOWER};
    insert into parties_absence (tenant_id, id, version, person_id, valid_from, valid_until, source,
        reference, stated_until, told_by, told_at)
    select distinct on (tenant_id, from_person, valid_from, valid_until) tenant_id,
        gen_random_uuid(), 1, from_person, valid_from, valid_until,
        case when made_by = from_person then 'self' else 'others' end, '', valid_until, made_by, made_at
    from authority_delegation where revoked_at is null and valid_until >= current_date
    order by tenant_id, from_person, valid_from, valid_until, made_at;
    set constraints all immediate;
    {RAISE};
"""


class Migration(migrations.Migration):
    dependencies = [("authority", "0005_substitutes"), ("parties", "0010_absences")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
