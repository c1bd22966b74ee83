"""Writes the words of the articles that are offered already, as `word_index` does for new versions."""

from typing import Any

from django.db import migrations

WORDS = r"""
    insert into catalogues_word (tenant_id, id, version_id, word, number, item_ids)
    select tenant_id, gen_random_uuid(), version_id, word, count(*), array_agg(id)
    from (
        select distinct i.tenant_id, i.version_id, i.id, left(w.word, 500) as word
        from catalogues_item i
        cross join lateral string_to_table(
            translate(lower(
                i.name || ' ' || i.description || ' ' || i.seller_item_id || ' ' || i.gtin || ' ' ||
                coalesce(i.details ->> 'keywords', '') || ' ' ||
                coalesce(i.details ->> 'brands', '')), E'\n\r\t', '   '), ' ') w(word)
        where i.state = 'active' and w.word <> ''
    ) said
    group by tenant_id, version_id, word"""
FRAGMENTS = """
    insert into catalogues_fragment (tenant_id, id, version_id, fragment, number, words)
    select tenant_id, gen_random_uuid(), version_id, fragment, count(*), array_agg(word)
    from (
        select distinct w.tenant_id, w.version_id, w.word, substr(w.word, n, size) as fragment
        from catalogues_word w
        cross join (values (2), (3)) sizes(size)
        cross join lateral generate_series(1, length(w.word) - size + 1) n
    ) parts
    group by tenant_id, version_id, fragment"""


def write_words(apps: Any, schema_editor: Any) -> None:
    """Each tenant's in its own scope: the policies hold whoever migrates, too."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select id from kernel_tenant")
        tenants = [row[0] for row in cursor.fetchall()]
        for tenant_id in tenants:
            cursor.execute("select set_config('avrop.tenant', %s, true)", [str(tenant_id)])
            cursor.execute(WORDS)
            cursor.execute(FRAGMENTS)


def forget_words(apps: Any, schema_editor: Any) -> None:
    """The tables go with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogues", "0003_words_to_find_by"),
    ]

    operations = [migrations.RunPython(write_words, forget_words)]
