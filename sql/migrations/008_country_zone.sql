create table country_zone (
    country char(2) primary key,
    time_zone text not null
);
comment on table country_zone is 'In which zone a country''s ministry counts its days: the capital''s.';
comment on column country_zone.country is 'ISO 3166-1 alpha-2.';
comment on column country_zone.time_zone is 'IANA zone; it knows the changes through time, as Kazakhstan''s of 1 March 2024.';

insert into country_zone (country, time_zone) values
    ('KZ', 'Asia/Almaty'), ('KG', 'Asia/Bishkek'), ('TJ', 'Asia/Dushanbe'), ('TM', 'Asia/Ashgabat'), ('UZ', 'Asia/Tashkent'),
    ('RU', 'Europe/Moscow'), ('CN', 'Asia/Shanghai'), ('MN', 'Asia/Ulaanbaatar'), ('AF', 'Asia/Kabul'), ('IR', 'Asia/Tehran'),
    ('AZ', 'Asia/Baku'), ('AM', 'Asia/Yerevan'), ('GE', 'Asia/Tbilisi'), ('TR', 'Europe/Istanbul'), ('PK', 'Asia/Karachi'),
    ('IN', 'Asia/Kolkata'), ('BY', 'Europe/Minsk'), ('UA', 'Europe/Kiev'), ('JP', 'Asia/Tokyo'), ('KR', 'Asia/Seoul');
