-- What an entry is found by: keyed hashes of the patients that it is about, of its account, its address and its session.
-- An entry has them until it gets its number; from then on they stand by tile. Nothing but the log's readers needs them:
-- they are no part of a leaf, and an entry that is opened says by itself what it was found by.
alter table audit.entry add column keys bigint[];

create table audit.found_in (
    key  bigint,
    tile bigint,
    primary key (key, tile)
);
revoke insert, update, delete, truncate on audit.found_in from carekeep_app;

-- Entries below this number, and those that stand in audit.entry now, came before there were keys.
create table audit.keyed (
    since bigint not null
);
insert into audit.keyed
select coalesce((select max(number) + 1 from audit.numbered), 0) + (select count(*) from audit.entry);
revoke insert, update, delete, truncate on audit.keyed from carekeep_app;

create or replace function audit.take(most integer, page bigint, out first bigint, out leaves bytea, out last_page bigint)
    returns setof record
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    places tid[];
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
        insert into audit.found_in (key, tile)
        select distinct unnest(p.keys), p.number / 256
          from placed p
        on conflict do nothing
    )
    select string_agg(a.leaf, ''::bytea order by a.number) into leaves from added a;
    return next;
end
$$;
