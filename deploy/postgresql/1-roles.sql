-- Makes the database and its two roles, run as the superuser; takes the tables of an older installation over. Run again it gives the application
-- back what "migrate" took from it: then run "migrate" as the owner, after which nothing is changed.
--   inspectorate        the application: reads and writes rows, owns nothing, so that it can drop no trigger and change no table
--   inspectorate_owner  owns the tables; signs in only while an administrator lets it (docs/guide/running.md)
-- Neither has a password: the account of the machine is known by its socket (2-peer.sh).
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I', name)
  FROM unnest(ARRAY['inspectorate', 'inspectorate_owner']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE inspectorate LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
ALTER ROLE inspectorate_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
SELECT 'CREATE DATABASE inspectorate OWNER inspectorate_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'inspectorate') \gexec
\connect inspectorate
-- An older installation had one role for both.
REASSIGN OWNED BY inspectorate TO inspectorate_owner;
REVOKE ALL ON DATABASE inspectorate FROM PUBLIC;
GRANT CONNECT ON DATABASE inspectorate TO inspectorate, inspectorate_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC, inspectorate;
GRANT ALL ON SCHEMA public TO inspectorate_owner;
GRANT USAGE ON SCHEMA public TO inspectorate;
-- What there is, and what the owner will make. "migrate" takes from it what a row that never changes does not need.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO inspectorate;
GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO inspectorate;
ALTER DEFAULT PRIVILEGES FOR ROLE inspectorate_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO inspectorate;
ALTER DEFAULT PRIVILEGES FOR ROLE inspectorate_owner IN SCHEMA public GRANT SELECT, UPDATE ON SEQUENCES TO inspectorate;
