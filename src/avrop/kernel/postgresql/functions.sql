-- UUIDv7 made in SQL (PostgreSQL 15 has none): for rows that only triggers write.
create function avrop_uuid7() returns uuid language sql volatile as $$
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

-- Keeps rows as they were before an UPDATE or DELETE, bulk SQL included.
create function avrop_keep_history() returns trigger language plpgsql as $$
begin
    insert into kernel_history (tenant_id, id, table_name, row_id, operation, former, recorded_at)
    select former.tenant_id, avrop_uuid7(), tg_table_name, former.id, lower(tg_op), to_jsonb(former),
           clock_timestamp()
    from former;
    return null;
end $$;

-- Tells incremental readers which transaction last wrote the row.
create function avrop_keep_changed_in() returns trigger language plpgsql as $$
begin
    new.changed_in := pg_current_xact_id();
    return new;
end $$;
