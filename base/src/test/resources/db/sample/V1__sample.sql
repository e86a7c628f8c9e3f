create table sample.thing (number bigint primary key);
