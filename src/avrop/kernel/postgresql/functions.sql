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

-- Disposal by decision: the only way anything append-only ever goes. Runs as the owner, sees only the
-- tenant in scope (row-level security is forced), and leaves hashes, so that the chain still verifies.
create function avrop_dispose(what text, before timestamptz) returns bigint
language plpgsql security definer set search_path = public as $$
declare touched bigint;
begin
    if what = 'history' then
        update kernel_history set former = null where recorded_at < before and former is not null;
    elsif what = 'event_bodies' then
        update kernel_event set body = null where recorded_at < before and body is not null;
    elsif what = 'payloads' then
        update exchange_payload set content = null where recorded_at < before and content is not null;
    else
        raise exception 'nothing called % can be disposed of', what;
    end if;
    get diagnostics touched = row_count;
    return touched;
end $$;
revoke all on function avrop_dispose(text, timestamptz) from public;
grant execute on function avrop_dispose(text, timestamptz) to avrop_app;
