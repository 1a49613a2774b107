-- Chinese in traditional signs is told apart from Chinese in simplified ones.
comment on column document.script is 'Cyrl, Latn, Hans, Hant or Arab; null where there are no letters.';
