-- Of a stretch the keys with the same last ten bits share a row, a bucket: a row a key was most of the index.
-- A bucket holds for each of its keys, ascending: the key in eight bytes, how many entries have it, less one,
-- in two, and their places, sorted, in two bytes each.
create table audit.bucket (
    stretch integer  not null,
    bucket  smallint not null,
    places  bytea    not null,
    primary key (stretch, bucket)
);
alter table audit.bucket alter column places set storage external;

insert into audit.bucket (stretch, bucket, places)
select stretch, key & 1023,
       string_agg(int8send(key) || substring(int4send(length(places) / 2 - 1) from 3) || places, ''::bytea order by key)
  from audit.found_at
 group by 1, 2
 order by 1, 2;

drop table audit.found_at;
alter table audit.bucket rename to found_at;
alter index audit.bucket_pkey rename to found_at_pkey;
revoke insert, update, delete, truncate on audit.found_at from carekeep_app;

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
        ), keyed as (
            select l.number / 65536 as stretch, k.key,
                   substring(int4send(count(*)::integer - 1) from 3)
                   || string_agg(substring(int4send((l.number % 65536)::integer) from 3), ''::bytea order by l.number)
                   as places
              from left_behind l
             cross join lateral (select distinct unnest(l.keys) as key) k
             group by 1, 2
        )
        insert into audit.found_at (stretch, bucket, places)
        select k.stretch, k.key & 1023, string_agg(int8send(k.key) || k.places, ''::bytea order by k.key)
          from keyed k
         group by 1, 2
         order by 1, 2;
    end if;
    return next;
end
$$;
