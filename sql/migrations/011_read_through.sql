alter table source add column read_through_at timestamptz;
comment on column source.read_through_at is 'When a crawl of what is latest last ended with nothing left to fetch; null while one runs and after one that broke off: the next reads the lists deeper.';
