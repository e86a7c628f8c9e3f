-- Where the numbers of a type go on. Blocks are leased; what a process did not use of its block is never used.
create table store.counter (
    type smallint primary key,
    next bigint   not null
);

-- The numbers of resources whose ids clients chose, or refer to, by the keyed hash of type and id.
create table store.name (
    token  uuid   primary key,
    number bigint not null
);
create index name_number on store.name (number);

-- The key of each home, wrapped under its epoch's.
create table store.home (
    home    bigint  primary key,
    epoch   integer not null,
    wrapped bytea   not null
);
create index home_epoch on store.home (epoch);

-- Homes whose key was destroyed: nothing is ever written to them again, and a restore removes what it brings back.
create table store.tombstone (
    home bigint primary key,
    at   bigint not null
);

-- One row a resource. The columns before the body are part of what its seal covers.
create table store.current (
    home    bigint         not null,
    number  bigint         not null,
    at      bigint         not null,
    present bigint         not null,
    version integer        not null,
    state   smallint       not null,
    index   bigint[]       not null,
    ranges  int8multirange not null,
    body    bytea          not null
);
alter table store.current alter column body set storage external;
alter table store.current alter column index set storage main;
alter table store.current set (autovacuum_vacuum_insert_scale_factor = 0.5);
create unique index current_number on store.current (number, home);
create index current_at on store.current (at);
create index current_index on store.current using gin (index) with (fastupdate = on, gin_pending_list_limit = 256);
-- Plans are chosen by the statements, not by samples; these samples only cost.
alter table store.current alter column index set statistics 0;
alter table store.current alter column ranges set statistics 0;
alter table store.current alter column body set statistics 0;

-- What the newer versions replaced.
create table store.version (like store.current including storage);
create unique index version_number on store.version (number, version, home);
create index version_at on store.version (at);
create index version_home on store.version (home);

-- The codings that occur: their tokens by code alone and by system alone, and, sealed, what they say.
create table store.vocabulary (
    token      bigint   not null,
    expression smallint not null,
    code       bigint   not null,
    system     bigint   not null,
    sealed     bytea    not null,
    primary key (token)
);
create index vocabulary_code on store.vocabulary (code);
create index vocabulary_system on store.vocabulary (system);
create index vocabulary_expression on store.vocabulary (expression);

-- Refuses a set that has grown past a named limit, from inside a statement.
create function store.at_most(numbers bigint[], most integer) returns bigint[] language plpgsql stable as $$
begin
    if cardinality(numbers) > most then
        raise exception using errcode = 'CK001', message = 'a chain passes through too many resources';
    end if;
    return numbers;
end
$$;
grant execute on function store.at_most(bigint[], integer) to carekeep_app;
