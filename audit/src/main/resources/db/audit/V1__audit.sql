-- One line a request: what was asked, by whom, what came of it, and, sealed, which versions it returned or made.
-- Lines are added and never changed; the running role may do nothing else.
create table audit.entry (
    at          bigint   not null,
    account     bigint   not null,
    interaction smallint not null,
    outcome     smallint not null,
    content     bytea    not null
);
alter table audit.entry alter column content set storage external;
create index entry_at on audit.entry using brin (at);
revoke update, delete, truncate on audit.entry from carekeep_app;
