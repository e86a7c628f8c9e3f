-- What consents say of who may see a patient's records, as the Consent records say it, kept together with them: what is
-- asked of every record that somebody asks for. Numbers all of them; where an array is empty, everything is meant.
create table store.consent (
    -- The patient's number, and the Consent's.
    home     bigint   not null,
    source   bigint   not null,
    -- Which provision of the Consent, in its order, and in which it stands; 0 in none.
    part     integer  not null,
    parent   integer  not null,
    -- 1 denies, 2 permits, 3 is no part of what the provision around it denies.
    word     smallint not null,
    -- The account that said so, and to which it opens nothing; 0 when its word counts for itself as well.
    author   bigint   not null,
    -- Milliseconds since the epoch, both inside.
    low      bigint   not null,
    high     bigint   not null,
    -- Numbers of whom it names, a bit for each purpose, ordinals of resource types, numbers of records, and keyed tokens
    -- of labels.
    actors   bigint[] not null,
    purposes bigint   not null,
    classes  bigint[] not null,
    data     bigint[] not null,
    labels   bigint[] not null
);
create index consent_home on store.consent (home);
create index consent_source on store.consent (source);
