-- Entries get their numbers once they are committed: audit.entry is where they come in, audit.numbered where they stay.
-- What a home has from before is numbered in steps, the oldest first.
create table audit.numbered (
    number      bigint   primary key,
    at          bigint   not null,
    account     bigint   not null,
    interaction smallint not null,
    outcome     smallint not null,
    leaf        bytea    not null,
    replaced    bigint[],
    content     bytea    not null
);
alter table audit.numbered alter column content set storage external;
alter table audit.numbered alter column leaf set storage plain;
create index numbered_at on audit.numbered using brin (at);
create index numbered_replaced on audit.numbered using gin (replaced) with (fastupdate = off) where replaced is not null;
revoke insert, update, delete, truncate on audit.numbered from carekeep_app;

-- What came in leaves soon: its place is to be used again.
alter table audit.entry set (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 100000
);

-- All entries, with and without number.
create view audit.line as
    select number, at, account, interaction, outcome, replaced, content
      from audit.numbered
     union all
    select null, at, account, interaction, outcome, replaced, content
      from audit.entry;
revoke insert, update, delete on audit.line from carekeep_app;

-- The hashes of the tree above its leaves, of which audit.numbered has those. A hash of level n stands for 256^n entries.
create table audit.node (
    level smallint not null,
    index bigint   not null,
    hash  bytea    not null,
    primary key (level, index)
);
revoke update, delete, truncate on audit.node from carekeep_app;

-- What the log says of itself, signed.
create table audit.checkpoint (
    size bigint primary key,
    at   bigint not null,
    note text   not null
);
revoke insert, update, delete, truncate on audit.checkpoint from carekeep_app;

-- The bytes of an entry that its place in the tree depends on.
create function audit.leaf(at bigint, account bigint, interaction smallint, outcome smallint, replaced bigint[], content bytea)
    returns bytea
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select '\x01'::bytea || int8send(at) || int8send(account) || int2send(interaction) || int2send(outcome)
           || sha256(int4send(coalesce(cardinality(replaced), 0))
                     || coalesce((select string_agg(int8send(each), ''::bytea order by place)
                                    from unnest(replaced) with ordinality as numbers (each, place)), ''::bytea)
                     || content)
$$;

-- Gives entries that have come in the next numbers. It is all that the running role may do with an entry, and one does it
-- at a time: whoever comes second gets no row.
create function audit.take(most integer, page bigint, out first bigint, out leaves bytea, out last_page bigint)
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
        returning e.ctid as place, e.at, e.account, e.interaction, e.outcome, e.replaced, e.content
    ), added as (
        insert into audit.numbered (number, at, account, interaction, outcome, leaf, replaced, content)
        select first + row_number() over (order by t.at, t.place) - 1,
               t.at, t.account, t.interaction, t.outcome,
               sha256('\x00'::bytea || audit.leaf(t.at, t.account, t.interaction, t.outcome, t.replaced, t.content)),
               t.replaced, t.content
          from taken t
        returning number, leaf
    )
    select string_agg(a.leaf, ''::bytea order by a.number) into leaves from added a;
    return next;
end
$$;

-- Keeps a checkpoint of the whole log. Of a minute's checkpoints the last one stays.
create function audit.keep_checkpoint(size bigint, at bigint, note text)
    returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if size is distinct from (select max(n.number) + 1 from audit.numbered n) then
        raise exception 'a checkpoint counts every entry that has a number';
    end if;
    if exists (select from audit.checkpoint c where c.size >= keep_checkpoint.size) then
        raise exception 'the log was longer already';
    end if;
    insert into audit.checkpoint values (size, at, note);
    delete from audit.checkpoint c
     where c.size < keep_checkpoint.size
       and c.at / 60000 = keep_checkpoint.at / 60000;
end
$$;
revoke all on function audit.take(integer, bigint) from public;
revoke all on function audit.keep_checkpoint(bigint, bigint, text) from public;
grant execute on function audit.take(integer, bigint) to carekeep_app;
grant execute on function audit.keep_checkpoint(bigint, bigint, text) to carekeep_app;
