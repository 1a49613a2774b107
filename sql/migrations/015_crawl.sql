create table crawl (
    crawl_id bigint generated always as identity primary key,
    source_id text not null references source,
    day date,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    status int not null,
    listed int not null,
    known int not null,
    fetched int not null,
    new_pages int not null,
    changed_pages int not null,
    unchanged_lists int not null,
    left_out int not null,
    put_off int not null,
    unreadable int not null,
    failed_lists int not null,
    problem text
);
create index crawl_by_source on crawl (source_id, ended_at);
comment on table crawl is 'What each crawl of a source found; one that was killed leaves no row.';
comment on column crawl.crawl_id is 'Identity.';
comment on column crawl.source_id is 'What was crawled.';
comment on column crawl.day is 'The calendar day it asked for; null: what was latest.';
comment on column crawl.began_at is 'When it began.';
comment on column crawl.ended_at is 'When it ended.';
comment on column crawl.status is 'Exit status: 0 fine, 3 a feed or list failed, others in scrapers/crawl.py.';
comment on column crawl.listed is 'Distinct articles that its feeds, sitemaps and lists showed.';
comment on column crawl.known is 'Those of them that had been fetched before.';
comment on column crawl.fetched is 'Articles that were answered with content or an error.';
comment on column crawl.new_pages is 'Articles archived for the first time.';
comment on column crawl.changed_pages is 'New versions of articles that were archived before.';
comment on column crawl.unchanged_lists is 'Feeds and lists that the site said are as they were.';
comment on column crawl.left_out is 'Listed articles not worth reading by the source file''s health filter.';
comment on column crawl.put_off is 'Listed articles left to the next crawl.';
comment on column crawl.unreadable is 'Articles that could not be had.';
comment on column crawl.failed_lists is 'Feeds, sitemaps and lists that could not be read.';
comment on column crawl.problem is 'Why it failed, in a few words.';
