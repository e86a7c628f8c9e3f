-- Every key but the root, each wrapped under it: epochs (one current), and one for each purpose.
create table vault.key (
    purpose    text     not null,
    generation integer  not null,
    wrapped    bytea    not null,
    primary key (purpose, generation)
);
