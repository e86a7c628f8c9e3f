-- Each version of the rules that was ever in force; the last one is. The text is sealed together with its version.
create table access.policy (
    version integer not null primary key,
    at      bigint  not null,
    account bigint  not null,
    sealed  bytea   not null
);
revoke update, delete, truncate on access.policy from carekeep_app;
