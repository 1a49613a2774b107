-- Sixteen bands of three values propose what thirty-two of four did, for half the rows.
comment on column document_band.band is 'Number of the band, 0 to 15.';
comment on column document_band.hash is 'Hash of the band''s three MinHash values.';
