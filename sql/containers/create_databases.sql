-- Run once, by psql, when the container's PostgreSQL is made: Airflow's database and the warehouse, each with an owner of
-- its own, and the reader of the warehouse. The collation is that of the embedded server.
\getenv airflow_password AIRFLOW_PASSWORD
\getenv owner_password OWNER_PASSWORD
\getenv reader_password READER_PASSWORD
create role airflow login password :'airflow_password';
create role salamat login password :'owner_password';
create role salamat_reader login password :'reader_password';
grant salamat_reader to salamat;
create database airflow owner airflow template template0 encoding 'UTF8'
    locale 'C.UTF-8' locale_provider builtin builtin_locale 'C.UTF-8';
create database salamat owner salamat template template0 encoding 'UTF8'
    locale 'C.UTF-8' locale_provider builtin builtin_locale 'C.UTF-8';
revoke all on database airflow, salamat from public;
grant connect on database salamat to salamat_reader;
