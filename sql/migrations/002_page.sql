create table page (
    page_id bigint generated always as identity primary key,
    source_id text not null references source,
    url text not null,
    canonical_url text not null,
    kind text not null check (kind in ('article', 'feed', 'list', 'sitemap', 'robots')),
    status int not null,
    content_type text,
    digest text not null,
    listed_at timestamptz,
    listed_title text,
    fetched_at timestamptz not null,
    warc_file text not null,
    warc_offset bigint not null,
    warc_length bigint not null,
    recorded_at timestamptz not null default now(),
    unique (canonical_url, kind, digest)
);
create index page_by_source on page (source_id, kind, fetched_at);
create index page_by_file on page (warc_file);
comment on table page is 'Index of the archive: one row for each distinct content of a URL. Append-only.';
comment on column page.page_id is 'Identity.';
comment on column page.source_id is 'Whose crawl fetched it.';
comment on column page.url is 'URL that was asked for.';
comment on column page.canonical_url is 'The same without tracking and spelling variants.';
comment on column page.kind is 'article, feed, list, sitemap or robots.';
comment on column page.status is 'HTTP status.';
comment on column page.content_type is 'Content-Type as sent.';
comment on column page.digest is 'blake2b-128 of the body, in hex.';
comment on column page.listed_at is 'Instant that the feed, sitemap or list gave for it.';
comment on column page.listed_title is 'Title that the feed or list gave for it.';
comment on column page.fetched_at is 'When it was fetched.';
comment on column page.warc_file is 'Archive file, relative to SALAMAT_ARCHIVE.';
comment on column page.warc_offset is 'First byte of its response record in that file.';
comment on column page.warc_length is 'Bytes of that record, compressed.';
comment on column page.recorded_at is 'When this row was written.';

create table listing (
    canonical_url text not null,
    listed_at timestamptz,
    source_id text not null references source,
    page_id bigint references page,
    unique nulls not distinct (canonical_url, listed_at)
);
create index listing_by_source on listing (source_id);
comment on table listing is 'A URL with the date a list gave it, once it has been fetched: it need not be fetched again.';
comment on column listing.canonical_url is 'URL of the article.';
comment on column listing.listed_at is 'Instant given by the feed, sitemap or list; null where it gave none.';
comment on column listing.source_id is 'Whose list it stood in.';
comment on column listing.page_id is 'What came back; null where nothing readable did.';

create table unreadable (
    page_id bigint references page,
    source_id text not null references source,
    canonical_url text not null,
    stage text not null check (stage in ('fetch', 'parse')),
    reason text not null,
    detail text not null,
    parsed_with text,
    recorded_at timestamptz not null default now(),
    unique nulls not distinct (canonical_url, page_id, stage, reason)
);
create index unreadable_by_page on unreadable (page_id);
comment on table unreadable is 'Pages that gave no document, and why.';
comment on column unreadable.page_id is 'The archived page; null where no response came.';
comment on column unreadable.source_id is 'Whose page it is.';
comment on column unreadable.canonical_url is 'URL of the page.';
comment on column unreadable.stage is 'fetch or parse.';
comment on column unreadable.reason is 'One of a few stable words: http_404, timeout, empty, not_found …';
comment on column unreadable.detail is 'What a person needs to know more.';
comment on column unreadable.parsed_with is 'Version of parser and layouts that could not read it; null for the stage fetch.';
comment on column unreadable.recorded_at is 'When it was first seen.';
