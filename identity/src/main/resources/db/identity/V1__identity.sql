-- Who may call. Names and hashes are sealed together, with every other column of the row as associated data: a row that
-- was altered or put in another's place doesn't open. Times are milliseconds since the epoch.
create sequence identity.account_number;

create table identity.account (
    number    bigint     not null primary key,
    kind      smallint   not null,
    name      bytea      not null unique,
    groups    smallint[] not null,
    made      bigint     not null,
    enrolled  bigint,
    suspended bigint,
    ended     bigint,
    body      bytea      not null
);

-- Tokens in use, each known by its hash only. The proof is sealed like an account's body, so that writing a row here
-- takes more than the right to write rows.
create table identity.token (
    hash    bytea    not null primary key,
    account bigint   not null references identity.account,
    use     smallint not null,
    expires bigint   not null,
    proof   bytea    not null
);
create index token_account on identity.token (account);
create index token_expires on identity.token (expires);

-- Links that let a person choose a password, once. Without an account it is the first administrator's.
create table identity.enrolment (
    hash    bytea  not null primary key,
    account bigint unique references identity.account,
    expires bigint not null,
    proof   bytea  not null
);

-- Wrong passwords since the last right one, by the token of the name, whether there is such an account or not.
create table identity.attempt (
    name     bytea   not null primary key,
    failures integer not null,
    tried    bigint  not null,
    free     bigint  not null
);
create index attempt_tried on identity.attempt (tried);
