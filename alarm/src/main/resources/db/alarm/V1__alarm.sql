-- What is wrong, a row a case, with how it stands. Its evidence is sealed together with every other column, so a row that
-- was altered does not open. One case at most is open of the same thing. Cases are never removed.
create sequence alarm.case_number;
create table alarm.case (
    number   bigint   not null primary key,
    kind     text     not null,
    subject  bigint   not null,
    account  bigint   not null,
    severity smallint not null,
    opened   bigint   not null,
    times    bigint   not null,
    last     bigint   not null,
    owner    bigint,
    level    smallint not null,
    due      bigint,
    closed   bigint,
    events   integer  not null,
    sealed   bytea    not null
);
create unique index case_open on alarm.case (kind, subject, account) where closed is null;
revoke delete, truncate on alarm.case from carekeep_app;

-- What was done about a case, numbered from 1 on. What people wrote is sealed together with the rest of the line.
create table alarm.event (
    about   bigint   not null references alarm.case,
    number  integer  not null,
    at      bigint   not null,
    account bigint   not null,
    what    smallint not null,
    sealed  bytea    not null,
    primary key (about, number)
);
revoke update, delete, truncate on alarm.event from carekeep_app;

-- Pages that are to be sent, a row each channel. They are written together with the case, so that no crash loses one.
create table alarm.page (
    id      text     not null primary key,
    about   bigint   not null references alarm.case,
    reason  smallint not null,
    channel text     not null,
    made    bigint   not null,
    tries   integer  not null,
    next    bigint   not null,
    sent    bigint
);
create index page_next on alarm.page (next) where sent is null;
revoke delete, truncate on alarm.page from carekeep_app;

-- When each thing that is to be done again and again was last done.
create table alarm.duty (
    name text   not null primary key,
    done bigint not null
);
revoke delete, truncate on alarm.duty from carekeep_app;
