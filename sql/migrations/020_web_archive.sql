alter table page add column web_archive text;
comment on column page.web_archive is 'Where the capture lies in the web archive that it was fetched from; null: the site itself answered.';
comment on column page.fetched_at is 'When it was fetched, by us or by the web archive whose capture it is: it was known to exist then.';
