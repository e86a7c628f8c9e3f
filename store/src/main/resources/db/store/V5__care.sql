-- Who is bound to which patient, as the records say it, kept together with them: what rules that speak of patients in
-- somebody's care ask for. Numbers of resources all of them but the times, in milliseconds since the epoch, both inside,
-- and the author: the account that said so and is not bound by it, or 0 when its word counts for itself as well.
create table store.care (
    home   bigint   not null,
    bond   smallint not null,
    actor  bigint   not null,
    source bigint   not null,
    low    bigint   not null,
    high   bigint   not null,
    author bigint   not null
);
create index care_actor on store.care (actor, high);
create index care_source on store.care (source);
create index care_home on store.care (home);
