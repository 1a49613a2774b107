create table source (
    source_id text primary key,
    name text not null,
    url text not null,
    country char(2),
    kind text not null check (kind in ('ministry', 'state_agency', 'agency', 'media', 'foreign')),
    rank int not null,
    time_zone text not null,
    languages text[] not null default '{}',
    config jsonb not null,
    updated_at timestamptz not null default now()
);
comment on table source is 'A site that is read; one row for each file in scrapers/sources, written by its own crawl.';
comment on column source.source_id is 'Name of the source''s file: country and site, kz_kazinform.';
comment on column source.name is 'Name that people know it by.';
comment on column source.url is 'Front page.';
comment on column source.country is 'ISO 3166-1 alpha-2 of the publisher; null for a foreign site.';
comment on column source.kind is 'ministry, state_agency, agency, media or foreign.';
comment on column source.rank is 'Lower wins where sources disagree: 10 ministry, 20 state agency, 30 agency, 40 media, 50 foreign.';
comment on column source.time_zone is 'IANA zone in which the site writes its dates.';
comment on column source.languages is 'BCP 47 tags of what it publishes.';
comment on column source.config is 'The whole source file; config->''layouts'' says where an article keeps its parts.';
comment on column source.updated_at is 'When the row last changed.';
