-- Tells every process, once it is committed, that there is another policy: its version and nothing else.
create function access.tell_policy()
    returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('carekeep_access', 'policy ' || new.version);
    return null;
end
$$;
create trigger policy_changed
    after insert on access.policy
    for each row execute function access.tell_policy();
