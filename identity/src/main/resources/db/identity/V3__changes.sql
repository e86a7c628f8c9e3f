-- Tells every process, once it is committed, whose account changed or lost tokens: its number and nothing else.
create function identity.tell_account()
    returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('carekeep_access', 'account ' || new.number);
    return null;
end
$$;
create trigger account_changed
    after update on identity.account
    for each row execute function identity.tell_account();

create function identity.tell_tokens()
    returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('carekeep_access', 'account ' || g.account) from (select distinct account from gone) g;
    return null;
end
$$;
create trigger tokens_removed
    after delete on identity.token
    referencing old table as gone
    for each statement execute function identity.tell_tokens();
