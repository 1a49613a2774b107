alter table document
    add column authors text[] not null default '{}',
    add column section text,
    add column heads int[] not null default '{}';
comment on column document.authors is 'People and agencies that the page names as authors, as written.';
comment on column document.section is 'Section of the site, as the page names it.';
comment on column document.heads is 'Lines of the text, counted from 0, that head a table: their cells name its columns.';
comment on column document.published_by is 'How that was found: jsonld, meta, time, layout, text, relative, listed, htmldate, pdf.';
comment on column document.parsed_by is 'Where the body was found: layout:N of the source, trafilatura or pdf.';
comment on column document.parsed_with is 'Version of the parser''s code and libraries, and digest of its source''s zone, layouts and first day.';
comment on column unreadable.reason is 'One of a few stable words: http_404, timeout; of a page that came: empty_body, not_html, broken_html, broken_pdf, locked_pdf, wrong_charset, no_text, not_found, login_wall, damaged_record.';
