comment on column document.extracted_with is 'Version of the extractor that read it: digest of engine and reference data, and of the language files that its reading hangs on; null when unread.';
comment on column observation.extractor_version is 'Extractor that read it, as in document.extracted_with.';
