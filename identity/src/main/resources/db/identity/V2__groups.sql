-- Groups by their names. The four that there were before have numbers.
alter table identity.account add column named text[] not null default '{}';
