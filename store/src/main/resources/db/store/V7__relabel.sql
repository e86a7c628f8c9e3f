-- How far the records have been gone through for the labels that rules ask for: one row.
create table store.relabel (
    one      boolean  primary key default true check (one),
    -- By which labels they are gone through, sealed; empty since other labels have been put into force.
    labels   bytea    not null,
    -- After which number it goes on; whether all have been gone through.
    number   bigint   not null,
    over     boolean  not null,
    -- How many records were looked at, how many lacked a label, and which, in the order of the labels.
    looked   bigint   not null,
    lacking  bigint   not null,
    counts   bigint[] not null
);
insert into store.relabel (labels, number, over, looked, lacking, counts) values ('', 0, false, 0, 0, '{}');
