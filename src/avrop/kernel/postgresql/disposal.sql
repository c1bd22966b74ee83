-- Disposal by decision: the only way anything append-only ever goes. Runs as the owner, whom row-level
-- security may not hold (he may be a superuser), so each statement names the tenant in scope; without a
-- scope it is an error. It leaves hashes, so that the chain still verifies.
--
-- Nothing goes that somebody still waits for: an event's body before it has its place in the chain and
-- its reactions have run, or a message's bytes before the message has come to rest.
create or replace function avrop_dispose(what text, before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    tenant uuid := current_setting('avrop.tenant')::uuid;
    touched bigint;
begin
    if what = 'history' then
        update kernel_history set former = null
        where tenant_id = tenant and recorded_at < before and former is not null;
    elsif what = 'event_bodies' then
        update kernel_event e set body = null
        where e.tenant_id = tenant and e.recorded_at < before and e.body is not null
            and exists (select from kernel_seal s where s.tenant_id = tenant and s.event_id = e.id)
            and not exists (
                select from procrastinate_jobs j
                where j.task_name = 'kernel.react' and j.status in ('todo', 'doing', 'failed')
                    and j.args ->> 'event_id' = e.id::text);
    elsif what = 'payloads' then
        update exchange_payload p set content = null
        where p.tenant_id = tenant and p.recorded_at < before and p.content is not null
            and exists (
                select from exchange_message m
                where m.tenant_id = tenant and m.id = p.id and m.state in (
                    'taken_in', 'refused', 'settled', 'repeated', 'forwarded',
                    'delivered', 'refused_by_access_point'));
    else
        raise exception 'nothing called % can be disposed of', what;
    end if;
    get diagnostics touched = row_count;
    return touched;
end $$;
revoke all on function avrop_dispose(text, timestamptz) from public;
grant execute on function avrop_dispose(text, timestamptz) to avrop_app;
