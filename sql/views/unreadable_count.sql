create view unreadable_count as
select source_id, stage, reason, count(*) as pages, min(recorded_at) as first_recorded_at, max(recorded_at) as last_recorded_at
from unreadable
group by source_id, stage, reason;
comment on view unreadable_count is 'How many pages of each source gave no document, by reason.';
comment on column unreadable_count.source_id is 'Whose pages they are.';
comment on column unreadable_count.stage is 'fetch or parse.';
comment on column unreadable_count.reason is 'The reason, as in unreadable.';
comment on column unreadable_count.pages is 'How many pages; each is kept in the archive where a response came.';
comment on column unreadable_count.first_recorded_at is 'When the first of them was recorded.';
comment on column unreadable_count.last_recorded_at is 'When the last of them was recorded.';
