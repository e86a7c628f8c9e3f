-- Whom each account got to see: one row for a patient, an account and an hour. The running role adds rows by the function
-- below and in no other way, and takes none away.
create table access.seen (
    account bigint not null,
    slot    bigint not null,
    patient bigint not null,
    at      bigint not null,
    primary key (account, slot, patient)
);
revoke insert, update, delete, truncate on access.seen from carekeep_app;

-- By how many percent an account's budgets are larger for a time, by whose word. Why is sealed.
create table access.lift (
    number  bigint  generated always as identity primary key,
    account bigint  not null,
    by      bigint  not null,
    low     bigint  not null,
    high    bigint  not null,
    percent integer not null check (percent between 1 and 1000),
    sealed  bytea   not null
);
create index lift_account on access.lift (account, high);
revoke update, delete, truncate on access.lift from carekeep_app;

-- Which patients nobody has a reason to see: each row names one, or takes the name back. It is sealed, so that the
-- database does not tell whom.
create table access.canary (
    number  bigint generated always as identity primary key,
    at      bigint not null,
    account bigint not null,
    sealed  bytea  not null
);
revoke update, delete, truncate on access.canary from carekeep_app;

-- How many patients an account has seen in each of some times up to now, how many of those asked for are not among
-- them, and how many there may be. When there is room in each of them, those asked for are written down. Of one account it
-- is done one at a time, in whichever process.
create function access.see(who bigint, now bigint, asked bigint[], spans bigint[], budgets bigint[])
    returns table (place integer, used bigint, fresh bigint, most bigint, frees bigint)
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    hour constant bigint := 3600000;
    longest bigint;
    lifted bigint;
    room boolean := true;
begin
    perform pg_advisory_xact_lock(17232, hashtext(who::text));
    select max(s) into longest from unnest(spans) s;
    select coalesce(sum(l.percent), 0) into lifted from access.lift l where l.account = who and l.low <= now and l.high > now;
    for place in 1 .. cardinality(spans) loop
        most := budgets[place] * (100 + lifted) / 100;
        with held as (
            select s.patient, max(s.at) as last
              from access.seen s
             where s.account = who
               and s.slot >= (now - spans[place]) / hour
               and s.at > now - spans[place]
             group by s.patient)
        select (select count(*) from held),
               (select count(distinct a) from unnest(asked) a where not exists (select from held h where h.patient = a))
          into used, fresh;
        frees := 0;
        if fresh > 0 and used + fresh > most then
            room := false;
            if fresh <= most then
                select h.last + spans[place] into frees
                  from (select max(s.at) as last
                          from access.seen s
                         where s.account = who
                           and s.slot >= (now - spans[place]) / hour
                           and s.at > now - spans[place]
                         group by s.patient) h
                 order by h.last
                offset used + fresh - most - 1
                 limit 1;
            end if;
        end if;
        return next;
    end loop;
    if room and cardinality(asked) > 0 then
        insert into access.seen (account, slot, patient, at)
        select distinct who, now / hour, a, now from unnest(asked) a
            on conflict do nothing;
        -- What no window reaches any more, by this machine's own clock.
        delete from access.seen s
         where s.account = who
           and s.slot < least(now, (extract(epoch from clock_timestamp()) * 1000)::bigint) / hour - 31 * 24;
    end if;
end
$$;
revoke execute on function access.see from public;
grant execute on function access.see to carekeep_app;
