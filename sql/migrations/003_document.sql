create table story (
    story_id bigint generated always as identity primary key,
    first_document_id bigint not null
);
comment on table story is 'One bulletin or article with its edits and reprints.';
comment on column story.story_id is 'Identity.';
comment on column story.first_document_id is 'Its earliest document.';

create table document (
    document_id bigint generated always as identity primary key,
    page_id bigint not null unique references page,
    source_id text not null references source,
    canonical_url text not null,
    title text not null,
    text text not null,
    language text,
    script text,
    published_at timestamptz,
    published_by text,
    modified_at timestamptz,
    versioned_at timestamptz not null,
    parsed_by text not null,
    parsed_with text not null,
    text_digest text not null,
    story_id bigint references story,
    duplicate_of bigint references document,
    duplicate_score real,
    linked_with text,
    extracted_with text,
    counted_at timestamptz,
    recorded_at timestamptz not null default now()
);
create index document_by_url on document (canonical_url);
create index document_by_text on document (text_digest);
create index document_by_story on document (story_id);
create index document_by_original on document (duplicate_of);
create index document_by_day on document (source_id, published_at);
create index document_uncounted on document (document_id) where counted_at is null;
create index document_by_extractor on document (extracted_with, document_id);
create index document_by_linker on document (linked_with, document_id);
alter table story add constraint story_first_document foreign key (first_document_id) references document
    deferrable initially deferred;
comment on table document is 'The text of one archived page. Two contents of one URL are two versions; reprints are linked, never deleted.';
comment on column document.document_id is 'Identity.';
comment on column document.page_id is 'The archived page it was read from.';
comment on column document.source_id is 'Who published it.';
comment on column document.canonical_url is 'URL that all versions share.';
comment on column document.title is 'Headline.';
comment on column document.text is 'Body; paragraphs, list items and table rows are lines, cells are separated by " | ".';
comment on column document.language is 'BCP 47 language; null when unsure.';
comment on column document.script is 'Cyrl, Latn, Hans or Arab; null where there are no letters.';
comment on column document.published_at is 'When the world could read it; null where nothing says so.';
comment on column document.published_by is 'How that was found: jsonld, meta, time, layout, text, relative, listed, url, htmldate.';
comment on column document.modified_at is 'When the page says it was last changed.';
comment on column document.versioned_at is 'Orders the versions of one URL: latest of modified, listed and published, else the fetch.';
comment on column document.parsed_by is 'Where the body was found: layout:N of the source, or trafilatura.';
comment on column document.parsed_with is 'Version of parser and layouts.';
comment on column document.text_digest is 'blake2b-128 of the text with case and spacing folded, digits kept.';
comment on column document.story_id is 'The story it belongs to; null until reprints were looked for.';
comment on column document.duplicate_of is 'The earlier document it resembles most; null for an original.';
comment on column document.duplicate_score is 'Share of common word 5-grams with that document, 0 to 1.';
comment on column document.linked_with is 'Version of the reprint finder that looked at it.';
comment on column document.extracted_with is 'Version of the extractor that read it; null when unread.';
comment on column document.counted_at is 'When its figures last entered the counts; null = they have yet to.';
comment on column document.recorded_at is 'When this row was written.';

create table document_band (
    band smallint not null,
    hash bigint not null,
    document_id bigint not null references document
);
create index document_band_by_hash on document_band (band, hash) include (document_id);
create index document_band_by_document on document_band (document_id);
comment on table document_band is 'MinHash bands: two documents that share a row''s band and hash may be reprints.';
comment on column document_band.band is 'Number of the band, 0 to 31.';
comment on column document_band.hash is 'Hash of the band''s four MinHash values.';
comment on column document_band.document_id is 'The document.';

create table reprint (
    document_id bigint not null references document,
    original_id bigint not null references document,
    score real not null,
    primary key (document_id, original_id)
);
comment on table reprint is 'Pairs of documents that proved to tell one bulletin. To undo one, delete it and link anew.';
comment on column reprint.document_id is 'The later document.';
comment on column reprint.original_id is 'The earlier one.';
comment on column reprint.score is 'Share of common word 5-grams, 0 to 1.';
