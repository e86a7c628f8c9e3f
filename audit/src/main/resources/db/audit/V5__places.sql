-- Which entries are found by a key, each by its place: of a stretch of 65,536 entries the places of those that have the
-- key, sorted, two bytes each. A stretch is written once, when the last of its entries got its number; until then its
-- entries stand with their keys in audit.found_lately. audit.found_in keeps what was numbered before.
create table audit.found_at (
    stretch integer not null,
    key     bigint  not null,
    places  bytea   not null,
    primary key (stretch, key)
);
alter table audit.found_at alter column places set storage external;
revoke insert, update, delete, truncate on audit.found_at from carekeep_app;

create table audit.found_lately (
    number bigint   not null,
    keys   bigint[] not null
);
revoke insert, update, delete, truncate on audit.found_lately from carekeep_app;
-- A stretch that is complete leaves at once: its place is to be used again.
alter table audit.found_lately set (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 100000
);

-- Entries from this number on are found by their places.
alter table audit.keyed add column placed bigint not null default 0;
update audit.keyed set placed = coalesce((select max(number) + 1 from audit.numbered), 0);

create or replace function audit.take(most integer, page bigint, out first bigint, out leaves bytea, out last_page bigint)
    returns setof record
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    places tid[];
    complete bigint;
begin
    if not pg_try_advisory_xact_lock(17228, 10) then
        return;
    end if;
    select coalesce(max(n.number) + 1, 0) into first from audit.numbered n;
    select array_agg(e.ctid) into places
      from (select i.ctid from audit.entry i where i.ctid >= ('(' || page || ',0)')::tid limit most) e;
    if places is null then
        leaves := ''::bytea;
        last_page := 0;
        return next;
        return;
    end if;
    last_page := ((places[cardinality(places)])::text::point)[0]::bigint;
    with taken as (
        delete from audit.entry e
         where e.ctid = any(places)
        returning e.ctid as place, e.at, e.account, e.interaction, e.outcome, e.replaced, e.content, e.keys
    ), placed as (
        select first + row_number() over (order by t.at, t.place) - 1 as number, t.*
          from taken t
    ), added as (
        insert into audit.numbered (number, at, account, interaction, outcome, leaf, replaced, content)
        select p.number, p.at, p.account, p.interaction, p.outcome,
               sha256('\x00'::bytea || audit.leaf(p.at, p.account, p.interaction, p.outcome, p.replaced, p.content)),
               p.replaced, p.content
          from placed p
        returning number, leaf
    ), found as (
        insert into audit.found_lately (number, keys)
        select p.number, p.keys
          from placed p
         where p.keys is not null
    )
    select string_agg(a.leaf, ''::bytea order by a.number) into leaves from added a;
    complete := (first + cardinality(places)) / 65536;
    if complete > first / 65536 then
        with left_behind as (
            delete from audit.found_lately l
             where l.number < complete * 65536
            returning l.number, l.keys
        )
        insert into audit.found_at (stretch, key, places)
        select l.number / 65536, k.key,
               string_agg(substring(int4send((l.number % 65536)::integer) from 3), ''::bytea order by l.number)
          from left_behind l
         cross join lateral (select distinct unnest(l.keys) as key) k
         group by 1, 2
         order by 1, 2;
    end if;
    return next;
end
$$;
