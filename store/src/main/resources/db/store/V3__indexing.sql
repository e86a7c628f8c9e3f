-- How the index is made and read: one row. Each change of it is another step.
create table store.indexing (
    one        boolean primary key default true check (one),
    step       integer  not null,
    -- The generation of the token key that rows are written with, and another by which they may be found as well: a
    -- newer one that is about to be written with, or an older one that some rows still have.
    tokens     integer  not null,
    other      integer,
    -- What extracts: a version of the extraction and the site's time zone. Empty until a server has said.
    extraction text     not null,
    -- A walk over the rows: 0 none, 1 over current ones, 2 over older versions, 3 over; and after which row it goes on.
    stage      smallint not null,
    number     bigint   not null,
    version    integer  not null
);
insert into store.indexing (step, tokens, extraction, stage, number, version) values (0, 1, '', 0, 0, 0);

-- Gives numbers to chosen ids while two token keys are in force: nobody has given the id one under either. The stripes
-- stand for the ids, and everybody who knows two keys takes them.
create function store.add_names(tokens uuid[], others uuid[], numbers bigint[], stripes integer[], known integer)
returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(17230, stripe)
       from (select distinct unnest(stripes) as stripe order by 1) as sorted;
    insert into store.name (token, number)
    select added.token, added.number
      from unnest(tokens, others, numbers) as added (token, other, number)
     where (select step from store.indexing) = known
       and not exists (select 1 from store.name where name.token = added.other)
     order by added.token
        on conflict (token) do nothing;
end
$$;
grant execute on function store.add_names(uuid[], uuid[], bigint[], integer[], integer) to carekeep_app;

-- Puts new tokens in the place of old ones.
create function store.carry_names(olds uuid[], news uuid[], stripes integer[])
returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(17230, stripe)
       from (select distinct unnest(stripes) as stripe order by 1) as sorted;
    update store.name
       set token = carried.new
      from unnest(olds, news) as carried (old, new)
     where name.token = carried.old
       and not exists (select 1 from store.name there where there.token = carried.new);
exception
    when unique_violation then
        -- Somebody who knows the new key only was faster: its number counts.
        delete from store.name
         using unnest(olds, news) as carried (old, new)
         where name.token = carried.old
           and exists (select 1 from store.name there where there.token = carried.new);
end
$$;
grant execute on function store.carry_names(uuid[], uuid[], integer[]) to carekeep_app;
