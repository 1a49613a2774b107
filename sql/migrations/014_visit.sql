create table visit (
    canonical_url text primary key,
    source_id text not null references source,
    kind text not null check (kind in ('article', 'feed', 'list', 'sitemap')),
    url text not null,
    etag text,
    last_modified text,
    visited_at timestamptz not null,
    read_at timestamptz not null
);
create index visit_by_source on visit (source_id, kind, visited_at);
comment on table visit is 'When a URL was last asked for, and what to say to the site to hear only whether it changed.';
comment on column visit.canonical_url is 'The URL without tracking and spelling variants.';
comment on column visit.source_id is 'Whose crawl asked.';
comment on column visit.kind is 'article, feed, list or sitemap.';
comment on column visit.url is 'The address that answered, behind any redirect.';
comment on column visit.etag is 'ETag of the last whole answer, as sent.';
comment on column visit.last_modified is 'Last-Modified of the last whole answer, as sent.';
comment on column visit.visited_at is 'When it was last asked for, whatever it answered.';
comment on column visit.read_at is 'When it last answered with its content.';
