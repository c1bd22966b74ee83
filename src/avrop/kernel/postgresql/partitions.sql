-- Makes the monthly partitions of every partitioned table, from this month on; says how many are new.
-- Runs as the owner, so that a routine of the application's can keep them ahead of time. Rows of other
-- times go to the default partition, so nothing is ever refused for lack of one.
create function avrop_make_partitions(months integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
    parent name;
    child name;
    low timestamp;
    bounds uuid[];
    made integer := 0;
begin
    for parent in select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        where c.relnamespace = 'public'::regnamespace order by 1 loop
        for ahead in 0 .. months - 1 loop
            low := date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month';
            child := parent || to_char(low, '_YYYY_MM');
            continue when to_regclass(format('public.%I', child)) is not null;
            -- A UUIDv7 begins with the milliseconds since 1970.
            bounds := array(
                select (lpad(to_hex((extract(epoch from edge) * 1000)::bigint), 12, '0')
                    || '70008000000000000000')::uuid
                from unnest(array[low, low + interval '1 month']) edge);
            execute format('create table %I partition of %I for values from (%L) to (%L)',
                child, parent, bounds[1], bounds[2]);
            made := made + 1;
        end loop;
    end loop;
    return made;
end $$;
revoke all on function avrop_make_partitions(integer) from public;
grant execute on function avrop_make_partitions(integer) to avrop_app;
