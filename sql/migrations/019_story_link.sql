-- Four levels of sameness, each a row: same text, version of one address, reprint, the same statement in other words.
alter table reprint add column kind text not null default 'reprint'
    check (kind in ('same_text', 'version', 'reprint', 'statement'));
create index reprint_by_original on reprint (original_id);
comment on table reprint is 'Pairs of documents that proved to tell one bulletin, and how. What must stay apart is a story_exception.';
comment on column reprint.score is 'Share of common word 5-grams, of a statement share of agreeing figures, 0 to 1.';
comment on column reprint.kind is 'same_text; version = another content of the same address; reprint = edited text; statement = the same figures in other words or another language.';

-- What a band needs to leave out other days' bulletins without a look at their texts.
alter table document_band add column published_at timestamptz, add column numbers bigint not null default 0;
drop index document_band_by_hash;
create index document_band_by_hash on document_band (band, hash, published_at) include (document_id, numbers);
comment on column document_band.published_at is 'When the document was published: reprints follow within a month.';
comment on column document_band.numbers is 'The numbers of its text, a bit of 64 for each.';

alter table document add column joined_at timestamptz;
create index document_unjoined on document (document_id) where joined_at is null;
comment on column document.story_id is 'The story it belongs to; null until it was compared with others.';
comment on column document.duplicate_of is 'The earlier document whose text it resembles most; null for an original text.';
comment on column document.joined_at is 'When its figures were last compared with those of others; null = they have yet to.';
comment on table story is 'One statement with its edits, its reprints and those who tell it in other words.';

create index observation_statement on observation (place, disease, value, measure, date) include (document_id)
    where retracted_at is null and subgroup is null and locality is null;

create table story_exception (
    url text not null,
    other_url text not null check (other_url <> url),
    reason text not null check (reason <> ''),
    entered_by text not null default current_user,
    entered_at timestamptz not null default now(),
    primary key (url, other_url)
);
comment on table story_exception is 'What an analyst keeps apart: articles of these two addresses are never of one story, whatever is linked anew.';
comment on column story_exception.url is 'Canonical URL of one article.';
comment on column story_exception.other_url is 'Canonical URL of the other; the order does not matter.';
comment on column story_exception.reason is 'Why they do not tell the same.';
comment on column story_exception.entered_by is 'Who says so.';
comment on column story_exception.entered_at is 'When it was entered.';

-- Whatever changes here is looked at by the next run, in either direction.
create function join_excepted_anew() returns trigger language plpgsql as $$
begin
    update document set joined_at = null
    where canonical_url in (old.url, old.other_url, new.url, new.other_url);
    return null;
end
$$;
comment on function join_excepted_anew() is 'Has the stories of the articles of a changed story_exception put together anew.';
create trigger story_exception_changed after insert or update or delete on story_exception
    for each row execute function join_excepted_anew();
