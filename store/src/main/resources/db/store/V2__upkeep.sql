-- The epoch that wrapped the key when it was destroyed: while that epoch's key exists, an old copy of the wrapped key
-- could still be opened, so every other key is to be wrapped under a newer epoch.
alter table store.tombstone add column epoch integer not null default 0;

-- Old versions that went with a home's erasure while their record lives on in another: their absence is no gap.
create table store.erased (
    number  bigint  not null,
    version integer not null,
    primary key (number, version)
);
