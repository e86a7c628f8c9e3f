-- Who else had a hand in an account: made it, put it into groups, said who it is, or gave it a link or a secret. Of before this
-- was kept, nothing is known.
alter table identity.account add column hands bigint[] not null default '{}';
