-- Who opened which patient's records in an emergency, until when, and the alarm that somebody reviews. What they said is
-- sealed together with the rest of the row.
create table access.emergency (
    number  bigint   generated always as identity primary key,
    account bigint   not null,
    home    bigint   not null,
    low     bigint   not null,
    high    bigint   not null,
    reason  smallint not null,
    alarm   bigint   not null,
    sealed  bytea    not null
);
create index emergency_account on access.emergency (account, high);
revoke update, delete, truncate on access.emergency from carekeep_app;
-- An emergency may end before its time, and never lasts longer.
grant update (high) on access.emergency to carekeep_app;

create view access.opened as select account, home, low, high from access.emergency;
grant select on access.opened to carekeep_app;
