alter table conflict drop constraint conflict_settled_by_check;
alter table conflict add constraint conflict_settled_by_check
    check (settled_by in ('exact', 'consistent', 'officiality', 'rank', 'latest'));
comment on column conflict.settled_by is 'exact, consistent, officiality, rank or latest; null = no rule could, and there is no count.';
