-- Which resources got a version after their first, so that one whose newest version was taken away is noticed when it is
-- shown. A creation names none and costs nothing here. The numbers are part of the entry's seal.
alter table audit.entry add column replaced bigint[];
create index entry_replaced on audit.entry using gin (replaced) with (fastupdate = off) where replaced is not null;
