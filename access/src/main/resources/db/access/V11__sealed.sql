-- An emergency is sealed together with its whole row: also until when it was opened at first, as it may end before. One of
-- before says nothing of that and is over.
alter table access.emergency add column most bigint not null default 0;
update access.emergency
   set high = least(high, (extract(epoch from clock_timestamp()) * 1000)::bigint - 1);
create or replace view access.opened as select account, home, low, high, number from access.emergency;

-- What is said of a release is sealed together with its row, and an approval with what the release would find. An approval
-- of before counts no more, unless what it approved has been delivered: 5. 6 is a delivery that broke off.
alter table access.release_word add column sealed bytea;
alter table access.release_word drop constraint release_word_word_check;
alter table access.release_word add constraint release_word_word_check check (word between 1 and 6);
update access.release_word w
   set word = 5
 where w.word = 1
   and not exists (select from access.release_word d where d.release = w.release and d.word = 4);
